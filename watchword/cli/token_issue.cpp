#include <watchword/app/setting.hpp>
#include <watchword/cli/console.hpp>
#include <watchword/cli/terminal.hpp>
#include <watchword/cli/token_commands.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/issue.hpp>

namespace watchword::cli {
namespace {

constexpr std::size_t largest_claims = 64 * 1024;
constexpr std::int64_t longest_life = 3650LL * 24 * 3600;

struct IssueOptions {
    TokenKeyOptions keys;
    std::vector<std::string> claims;
    std::string claims_file;
    std::string issuer;
    std::string subject;
    std::vector<std::string> audiences;
    std::string expires_in;
    std::string type = "JWT";
    std::string kid;
};

/// Claims under construction, and whether the times are in them already.
struct Draft {
    jwt::ClaimsBuilder claims;
    bool has_expiry = false;
    bool has_issued_at = false;

    void note(std::string_view name) {
        has_expiry = has_expiry || name == "exp";
        has_issued_at = has_issued_at || name == "iat";
    }
};

Result<void> add_claims_file(Draft& draft, const IssueOptions& options) {
    if (options.claims_file.empty()) return {};
    if (options.claims_file == "-" && options.keys.secret_stdin) {
        return Error(Error::wrong_usage,
                     "Standard input cannot hold both the claims and the secret; use --secret-file.");
    }
    const auto text = options.claims_file == "-" ? read_standard_input(largest_claims)
                                                 : read_secret_file(options.claims_file, largest_claims);
    if (!text) return text.error();
    const auto document = jose::json::Document::parse_object(text->reveal_text());
    if (!document) return Error(Error::wrong_usage, options.claims_file + " does not hold one JSON object.");
    for (const std::string_view name : document->root().names()) {
        draft.claims.set_json(name, document->root().find(name)->to_json());
        draft.note(name);
    }
    return {};
}

Result<void> add_json_claim(Draft& draft, const std::string& name, const std::string& json) {
    const auto document = jose::json::Document::parse_object("{\"value\":" + json + "}");
    if (!document || document->root().names().size() != 1) {
        return Error(Error::wrong_usage, "--claim " + name + ":= must be followed by JSON, as in " + name + ":=true");
    }
    draft.claims.set_json(name, document->root().find("value")->to_json());
    return {};
}

/// NAME=TEXT or NAME:=JSON
Result<void> add_claim(Draft& draft, const std::string& claim) {
    const std::size_t equals = claim.find('=');
    if (equals == std::string::npos || equals == 0) {
        return Error(Error::wrong_usage, "--claim must be NAME=TEXT or NAME:=JSON, as in --claim admin:=true");
    }
    const bool json = claim[equals - 1] == ':' && equals > 1;
    const std::string name = claim.substr(0, json ? equals - 1 : equals);
    draft.note(name);
    if (json) return add_json_claim(draft, name, claim.substr(equals + 1));
    draft.claims.set(name, claim.substr(equals + 1));
    return {};
}

Result<void> add_times(Draft& draft, const IssueOptions& options, TimePoint now) {
    if (!draft.has_issued_at) draft.claims.issued_at(now);
    if (draft.has_expiry && options.expires_in.empty()) return {};
    const auto life = app::parse_duration(options.expires_in.empty() ? "15m" : options.expires_in);
    if (!life || *life < 1 || *life > longest_life) {
        return Error(Error::wrong_usage, "--expires-in must be a duration from 1s to 3650d, as in 15m.");
    }
    draft.claims.expires_at(now + Seconds(*life));
    return {};
}

void add_named_claims(Draft& draft, const IssueOptions& options) {
    if (!options.issuer.empty()) draft.claims.issuer(options.issuer);
    if (!options.subject.empty()) draft.claims.subject(options.subject);
    if (options.audiences.size() == 1) draft.claims.audience(options.audiences.front());
    if (options.audiences.size() > 1) draft.claims.audience(options.audiences);
}

Result<void> issue(const IssueOptions& options, Console& console) {
    Draft draft;
    if (auto added = add_claims_file(draft, options); !added) return added;
    add_named_claims(draft, options);
    for (const std::string& claim : options.claims) {
        if (auto added = add_claim(draft, claim); !added) return added;
    }
    if (auto added = add_times(draft, options, SystemClock().now()); !added) return added;
    const auto key = signing_key(options.keys, options.kid);
    if (!key) return key.error();
    const std::string claims = draft.claims.to_json();
    const auto token = jwt::issue_json(claims, *key, options.type);
    // The header holds texts of the command line, too.
    if (!token || !jwt::decode_unverified(*token)) {
        return Error(Error::wrong_usage,
                     "Nobody could read this token: it is not UTF-8, nested too deeply, or more than 64 KiB.");
    }
    console.show_plain(*token, Record{{"token", *token}, {"claims", RawJson{claims}}});
    return {};
}

}  // namespace

void add_token_issue(Command& group) {
    const auto options = std::make_shared<IssueOptions>();
    Command command =
        group.command("issue", "Sign a token with a key or a shared secret of your own",
                      "watchword token issue --secret-file service.secret --subject ada --audience reports "
                      "--claim admin:=true",
                      [options](Console& console) { return issue(*options, console); });
    options->keys.add_signing_to(command);
    command.option("--kid", "ID", options->kid, "The key id for the header; a JWK brings its own")
        .option("--issuer", "ISS", options->issuer, "Claim iss")
        .option("--subject", "SUB", options->subject, "Claim sub")
        .options("--audience", "AUD", options->audiences, "Claim aud")
        .option("--expires-in", "DURATION", options->expires_in, "Claim exp, from now. Default: 15m")
        .options("--claim", "NAME=TEXT", options->claims, "Any other claim; NAME:=JSON for numbers, lists, true ...")
        .option("--claims-file", "FILE", options->claims_file, "Claims as a JSON object; - is standard input")
        .option("--typ", "TYPE", options->type, "The type in the header. Default: JWT");
}

}  // namespace watchword::cli
