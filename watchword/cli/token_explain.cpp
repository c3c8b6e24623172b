#include <watchword/cli/console.hpp>
#include <watchword/cli/explanation_text.hpp>
#include <watchword/cli/token_commands.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/explanation_json.hpp>

#include <algorithm>
#include <limits>

namespace watchword::cli {
namespace {

/// Wider lines are harder to read.
constexpr std::size_t widest = 110;

/// Without a key everything but the signature can be explained.
Result<VerificationKeys> keys_or_none(const TokenKeyOptions& options, const Clock& clock) {
    if (options.any()) return verification_keys(options, clock);
    VerificationKeys none{std::make_unique<jwt::StaticKeys>(std::vector<jose::VerificationKey>{}),
                          jose::all_asymmetric()};
    for (const auto algorithm : {jose::Algorithm::HS256, jose::Algorithm::HS384, jose::Algorithm::HS512}) {
        none.algorithms.insert(algorithm);
    }
    return none;
}

/// What goes to a file or another program keeps its lines whole.
std::size_t width_of(const Console& console) {
    const auto columns = console.columns();
    return columns ? std::min(*columns, widest) : std::numeric_limits<std::size_t>::max();
}

Result<void> explain(const RequirementOptions& options, Console& console) {
    if (auto possible = options.check_standard_input(); !possible) return possible;
    const SystemClock clock;
    const auto keys = keys_or_none(options.keys, clock);
    if (!keys) return keys.error();
    const auto required = options.require(keys->algorithms, RequirementOptions::Unspecified::accepted);
    if (!required) return required.error();
    const auto token = read_token(options.token);
    if (!token) return token.error();
    jwt::Explanation explanation = jwt::explain(*token, *keys->source, *required, clock.now());
    // That all algorithms are allowed where no key was named is nobody's wish.
    if (!options.keys.any())
        std::erase_if(explanation.findings, [](const jwt::Finding& f) { return f.code == "mixed_algorithms"; });
    console.show_plain_or_json(explanation_text(console, explanation, width_of(console)),
                               RawJson{jwt::to_json(explanation)});
    if (const Error* error = explanation.error()) return *error;
    return {};
}

}  // namespace

void add_token_explain(Command& group) {
    const auto options = std::make_shared<RequirementOptions>();
    Command command = group.command(
        "explain",
        "Say check by check why a token is accepted or refused, with which keys, by how many seconds, and what is "
        "unwise about it",
        "watchword token explain --secret-file service.secret --audience reports < token.txt\n"
        "watchword token explain --jwks https://id.example/.well-known/jwks.json --issuer https://id.example "
        "\"$TOKEN\"\n"
        "watchword token explain --json < token.txt | jq .findings",
        [options](Console& console) { return explain(*options, console); });
    options->add_to(command);
}

}  // namespace watchword::cli
