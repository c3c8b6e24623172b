#include <watchword/cli/console.hpp>
#include <watchword/cli/json_text.hpp>
#include <watchword/cli/token_commands.hpp>
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/verify.hpp>

namespace watchword::cli {
namespace {

Result<void> check_standard_input(const RequirementOptions& options) {
    const bool token_from_stdin = options.token.empty() || options.token == "-";
    if (!options.keys.secret_stdin || !token_from_stdin) return {};
    return Error(Error::wrong_usage, "Standard input cannot hold both the token and the secret; use --secret-file.");
}

Result<void> verify(const RequirementOptions& options, Console& console) {
    if (auto possible = check_standard_input(options); !possible) return possible;
    const SystemClock clock;
    const auto keys = verification_keys(options.keys, clock);
    if (!keys) return keys.error();
    const auto required = options.require(keys->algorithms, RequirementOptions::Unspecified::refused);
    if (!required) return required.error();
    const auto token = read_token(options.token);
    if (!token) return token.error();
    const auto claims = jwt::verify(*token, *keys->source, *required, clock.now());
    if (!claims) return claims.error();
    console.remark("The token is valid.");
    console.show_plain(pretty_json(claims->to_json()), Record{{"valid", true}, {"claims", RawJson{claims->to_json()}}});
    return {};
}

Result<void> decode(const std::string& argument, Console& console) {
    const auto token = read_token(argument);
    if (!token) return token.error();
    const auto decoded = jwt::decode_unverified(*token);
    if (!decoded) return decoded.error();
    console.remark("Not verified: anybody can have written this.");
    const Record record{{"verified", false},
                        {"header", RawJson{decoded->header.root().to_json()}},
                        {"claims", RawJson{decoded->claims.root().to_json()}}};
    console.show_plain(pretty_json(decoded->header.root()) + pretty_json(decoded->claims.root()), record);
    return {};
}

std::string toned_outcome(const Console& console, jwt::Outcome outcome) {
    const std::string name(jwt::name(outcome));
    const auto tone = outcome == jwt::Outcome::passed   ? Console::Tone::good
                      : outcome == jwt::Outcome::failed ? Console::Tone::bad
                                                        : Console::Tone::faint;
    return console.toned(name + std::string(9 - name.size(), ' '), tone);
}

std::string explanation_text(const Console& console, const jwt::Explanation& explanation,
                             const std::vector<std::string>& keys) {
    std::string text;
    if (!explanation.header.empty()) text += pretty_json(explanation.header);
    if (!explanation.claims.empty()) text += pretty_json(explanation.claims);
    text += "\n";
    for (const jwt::Check& check : explanation.checks) {
        const std::string name(check.name);
        text += toned_outcome(console, check.outcome) + name + std::string(17 - name.size(), ' ') +
                printable(check.sentence) + "\n";
    }
    for (const std::string& key : keys)
        text += "\nkey      " + printable(key);
    return keys.empty() ? text : text + "\n";
}

Record explanation_record(const jwt::Explanation& explanation, const std::vector<std::string>& keys) {
    std::string checks = "[";
    for (const jwt::Check& check : explanation.checks) {
        checks += (checks.size() > 1 ? "," : "") +
                  to_json(Record{{"check", std::string(check.name)},
                                 {"outcome", std::string(jwt::name(check.outcome))},
                                 {"sentence", check.sentence},
                                 {"error", text_or_nothing(check.error ? std::string(check.error->name()) : "")}});
    }
    const auto json_or_null = [](const std::string& json) { return RawJson{json.empty() ? "null" : json}; };
    return {{"verified", explanation.verified()},
            {"checks", RawJson{checks + "]"}},
            {"header", json_or_null(explanation.header)},
            {"claims", json_or_null(explanation.claims)},
            {"keys", keys}};
}

/// Without a key everything but the signature can be explained.
Result<VerificationKeys> keys_or_none(const TokenKeyOptions& options, const Clock& clock) {
    if (options.any()) return verification_keys(options, clock);
    VerificationKeys none{std::make_unique<jwt::StaticKeys>(std::vector<jose::VerificationKey>{}),
                          jose::AlgorithmSet::all_asymmetric(),
                          {}};
    for (const auto algorithm : {jose::Algorithm::HS256, jose::Algorithm::HS384, jose::Algorithm::HS512}) {
        none.algorithms.insert(algorithm);
    }
    return none;
}

Result<void> explain(const RequirementOptions& options, Console& console) {
    if (auto possible = check_standard_input(options); !possible) return possible;
    const SystemClock clock;
    const auto keys = keys_or_none(options.keys, clock);
    if (!keys) return keys.error();
    const auto required = options.require(keys->algorithms, RequirementOptions::Unspecified::accepted);
    if (!required) return required.error();
    const auto token = read_token(options.token);
    if (!token) return token.error();
    const jwt::Explanation explanation = jwt::explain(*token, *keys->source, *required, clock.now());
    console.show_plain(explanation_text(console, explanation, keys->descriptions),
                       explanation_record(explanation, keys->descriptions));
    if (const Error* error = explanation.error()) return *error;
    return {};
}

}  // namespace

void add_token_verify(Command& group) {
    const auto options = std::make_shared<RequirementOptions>();
    Command command = group.command(
        "verify", "Verify a token and show its claims",
        "watchword token verify --jwks http://localhost:8080/.well-known/jwks.json --issuer http://localhost:8080 "
        "--audience http://localhost:8080 < token.txt",
        [options](Console& console) { return verify(*options, console); });
    options->add_to(command);
}

void add_token_decode(Command& group) {
    const auto token = std::make_shared<std::string>();
    Command command =
        group.command("decode", "Show what a token says, without believing it", "watchword token decode < token.txt",
                      [token](Console& console) { return decode(*token, console); });
    command.argument("TOKEN", *token, "The token. Default: standard input", Presence::optional);
}

void add_token_explain(Command& group) {
    const auto options = std::make_shared<RequirementOptions>();
    Command command =
        group.command("explain", "Say check by check why a token is accepted or refused",
                      "watchword token explain --secret-file service.secret --audience reports < token.txt",
                      [options](Console& console) { return explain(*options, console); });
    options->add_to(command);
}

}  // namespace watchword::cli
