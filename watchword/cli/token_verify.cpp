#include <watchword/cli/console.hpp>
#include <watchword/cli/json_text.hpp>
#include <watchword/cli/token_commands.hpp>
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/verify.hpp>

namespace watchword::cli {
namespace {

Result<void> verify(const RequirementOptions& options, Console& console) {
    if (auto possible = options.check_standard_input(); !possible) return possible;
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

}  // namespace watchword::cli
