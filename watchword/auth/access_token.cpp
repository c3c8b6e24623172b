#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/tokens.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jwt/issue.hpp>

namespace watchword::auth {
namespace {

/// A claims set as it is written down, without a tree in between: this is on the path of every refresh.
class Writer {
  public:
    Writer() {
        json_.reserve(512);
        json_ += '{';
    }
    Writer& text(std::string_view quoted_name, std::string_view value) {
        name(quoted_name);
        jose::json::append_quoted(json_, value);
        return *this;
    }
    Writer& seconds(std::string_view quoted_name, TimePoint time) {
        name(quoted_name);
        json_ += std::to_string(to_unix_seconds(time));
        return *this;
    }
    Writer& raw(std::string_view quoted_name, std::string_view json) {
        name(quoted_name);
        json_ += json;
        return *this;
    }
    std::string finish() && {
        json_ += '}';
        return std::move(json_);
    }

  private:
    void name(std::string_view quoted_name) {
        if (json_.size() > 1) json_ += ',';
        json_ += quoted_name;
        json_ += ':';
    }
    std::string json_;
};

std::string_view roles_json(Role role) noexcept {
    return role == Role::admin ? R"(["admin"])" : R"(["user"])";
}

}  // namespace

std::string issue_access_token(const Context& context, const AccessTokenSubject& about, TimePoint now) {
    Writer claims;
    claims.text(R"("iss")", context.settings.issuer)
        .text(R"("sub")", about.subject)
        .text(R"("aud")", about.audience)
        .seconds(R"("exp")", now + context.settings.lifetimes.access_token)
        .seconds(R"("iat")", now)
        .text(R"("jti")", new_token_id(context.random))
        .text(R"("client_id")", about.client_id);
    // RFC 9068 section 2.2.3: present if the request had a scope.
    if (!about.scope.empty()) claims.text(R"("scope")", about.scope);
    if (!about.session_id.empty()) claims.text(R"("sid")", about.session_id).raw(R"("roles")", roles_json(about.role));
    if (about.auth_time) claims.seconds(R"("auth_time")", *about.auth_time);
    return jwt::issue_json(std::move(claims).finish(), context.keys.signing_key(now), "at+jwt").value();
}

}  // namespace watchword::auth
