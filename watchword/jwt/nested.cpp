#include <watchword/jwt/nested.hpp>
#include <watchword/jwt/refusals.hpp>
#include <watchword/jwt/verify.hpp>

#include <array>

namespace watchword::jwt {
namespace {

using jose::json::Value;

/// RFC 7519 section 5.2: 'the value of this Header Parameter MUST be "JWT"', a media type, which has no case.
bool says_nested(const Value& header) {
    static const Type jwt = Type::plain();
    const auto content_type = header.find("cty");
    if (!content_type) return false;
    const auto text = content_type->string();
    return text && jwt.accepts(*text);
}

/// RFC 7519 section 5.3: "the application receiving them SHOULD verify that their values are identical".
std::optional<Error> refuse_difference(const Value& header, const Claims& claims) {
    constexpr std::array<std::string_view, 7> names{"iss", "sub", "aud", "exp", "nbf", "iat", "jti"};
    for (const std::string_view name : names) {
        const auto outside = header.find(name);
        if (!outside) continue;
        const auto inside = claims.find(name);
        if (!inside || inside->to_json() != outside->to_json()) return invalid_claim(name);
    }
    return std::nullopt;
}

}  // namespace

Result<Claims> verify_nested(std::string_view token, const std::vector<jose::DecryptionKey>& decryption_keys,
                             const KeySource& keys, const NestedRequirements& required, TimePoint now) {
    const Result<jose::DecryptedJwe> outer = jose::decrypt_jwe(token, decryption_keys, required.encryption);
    if (!outer) return outer.error();
    const Value header = outer->header.root();
    if (!says_nested(header)) return Error(Error::malformed, "cty of the encrypted token is not JWT");
    Result<Claims> claims = verify(outer->plaintext.reveal_text(), keys, required.token, now);
    if (!claims) return claims;
    if (auto refusal = refuse_difference(header, *claims)) return *std::move(refusal);
    return claims;
}

Result<std::string> issue_nested(const ClaimsBuilder& claims, const jose::SigningKey& key,
                                 const jose::EncryptionKey& recipient, const jose::JweOptions& options, Random& random,
                                 std::string_view type) {
    const Result<std::string> token = issue_json(claims.to_json(), key, type);
    if (!token) return token.error();
    jose::JweOptions outer = options;
    outer.content_type = "JWT";
    return jose::encrypt_jwe(as_bytes(*token), recipient, outer, random);
}

}  // namespace watchword::jwt
