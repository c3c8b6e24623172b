#pragma once
/// The folder that every contestant reads: keys, tokens, what the tokens say and what is to be demanded of them.
///
///     access.setting     name=value, one a line: issuer, audience, kid, client_id, scope, exp, nbf, iat
///     claims             subject, id, session and tenant of each token, separated by tabs
///     HS256.secret       32 bytes
///     RS256.private.pem  PKCS#8; .public.pem SubjectPublicKeyInfo; .private.jwk and .public.jwk the same as JWK
///     ES256.access       tokens with typ "at+jwt", in the order of `claims`
///     ES256.plain        the same with typ "JWT", for libraries that know no other; plain.setting has their kid
///     ES256.access.judged  "kind token": one valid token, then one for each way to be wrong

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bench::jose {

/// What differs from token to token. All of it is plain ASCII that JSON does not escape.
struct TokenClaims {
    std::string subject;
    std::string id;
    std::string session;
    /// The custom claim that is read after verification.
    std::string tenant;
};

struct Setting {
    std::string issuer;
    std::string audience;
    std::string client_id;
    std::string scope;
    std::string kid;
    std::int64_t expires_at = 0;
    std::int64_t not_before = 0;
    std::int64_t issued_at = 0;
};

struct JudgedToken {
    std::string kind;
    std::string token;
};

class TokenSet {
  public:
    /// `type` is "access" or "plain". Throws std::runtime_error if `folder` is no token set.
    TokenSet(std::filesystem::path folder, std::string type);

    const Setting& setting() const noexcept { return setting_; }
    const std::vector<TokenClaims>& claims() const noexcept { return claims_; }
    /// `typ` of the tokens: "at+jwt" or "JWT".
    std::string_view typ() const noexcept { return type_ == "access" ? "at+jwt" : "JWT"; }
    std::vector<std::string> tokens(std::string_view algorithm) const;
    std::vector<JudgedToken> judged(std::string_view algorithm) const;
    /// A file of the folder, e.g. "ES256.public.pem".
    std::string file(const std::string& name) const;

  private:
    std::filesystem::path folder_;
    std::string type_;
    Setting setting_;
    std::vector<TokenClaims> claims_;
};

/// The claims of a token as compact JSON, in the order of RFC 9068 section 2.2.
std::string to_json(const TokenClaims& claims, const Setting& setting);

}  // namespace bench::jose
