#include <watchword/app/setting.hpp>
#include <watchword/cli/terminal.hpp>
#include <watchword/cli/token_commands.hpp>

namespace watchword::cli {
namespace {

constexpr std::size_t longest_token = 64 * 1024;
/// As in jwt::Requirements.
constexpr std::int64_t most_leeway = 600;

template <class Names>
Result<Names> accepted(const std::vector<std::string>& names, bool any, RequirementOptions::Unspecified unspecified,
                       const std::string& option) {
    if (any && !names.empty()) {
        return Error(Error::Code::wrong_usage, "--" + option + " and --any-" + option + " contradict each other.");
    }
    if (!names.empty()) return Names::any_of(names);
    if (any || unspecified == RequirementOptions::Unspecified::accepted) return Names::any();
    return Error(Error::Code::wrong_usage, "Say which " + option + " you expect with --" + option +
                                               ", or accept every one with --any-" + option + ".");
}

}  // namespace

void RequirementOptions::add_to(Command& command) {
    command.argument("TOKEN", token, "The token. Default: standard input", Presence::optional);
    keys.add_verifying_to(command);
    command.options("--issuer", "ISS", issuers, "The issuer that is trusted")
        .flag("--any-issuer", any_issuer, "Accept every issuer, and none")
        .options("--audience", "AUD", audiences, "The audience that the token must be meant for")
        .flag("--any-audience", any_audience, "Accept every audience, and none")
        .option("--typ", "TYPE", type, "The type that the token must have, e.g. at+jwt. Default: any")
        .option("--leeway", "DURATION", leeway, "Tolerated difference of clocks, up to 10m. Default: 0s");
}

Result<void> RequirementOptions::check_standard_input() const {
    const bool token_from_stdin = token.empty() || token == "-";
    if (!keys.secret_stdin || !token_from_stdin) return {};
    return Error(Error::wrong_usage, "Standard input cannot hold both the token and the secret; use --secret-file.");
}

Result<jwt::Requirements> RequirementOptions::require(const jose::AlgorithmSet& algorithms,
                                                      Unspecified unspecified) const {
    const auto tolerated = app::parse_duration(leeway);
    if (!tolerated || *tolerated > most_leeway) {
        return Error(Error::wrong_usage, "--leeway must be a duration from 0s to 10m, as in 30s.");
    }
    auto issuer = accepted<jwt::Issuer>(issuers, any_issuer, unspecified, "issuer");
    if (!issuer) return issuer.error();
    auto audience = accepted<jwt::Audience>(audiences, any_audience, unspecified, "audience");
    if (!audience) return audience.error();
    return jwt::Requirements{.issuer = std::move(*issuer),
                             .audience = std::move(*audience),
                             .algorithms = algorithms,
                             .type = type.empty() ? jwt::Type::any() : jwt::Type::exactly(type),
                             .leeway = Seconds(*tolerated)};
}

Result<std::string> read_token(const std::string& argument) {
    if (!argument.empty() && argument != "-") return argument;
    if (has_terminal()) return Error(Error::wrong_usage, "Give the token as an argument or on standard input.");
    const auto text = read_standard_input(longest_token);
    if (!text) return text.error();
    if (text->empty()) return Error(Error::wrong_usage, "Standard input holds no token.");
    return std::string(text->reveal_text());
}

}  // namespace watchword::cli
