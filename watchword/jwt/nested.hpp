#pragma once
/// Nested JWTs: signed, then encrypted (RFC 7519 sections 5.2 and 7.2). Every layer is verified; a plaintext that is
/// not a signed JWT is refused, because anybody can encrypt to a public key (RFC 8725 section 3.3).

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// How the outer layer is opened.
struct NestedRequirements {
    jose::JweRequirements encryption;
    Requirements token;
};

/// Decrypts, then verifies what was inside as `verify` does. `cty` of the outer header must be "JWT" (RFC 7519 section
/// 5.2). The claims that the outer header repeats (RFC 7519 section 5.3) must equal those inside: invalid_claim.
/// Errors: those of jose::decrypt_jwe and of `verify`; malformed if the token is not encrypted, if `cty` is missing or
/// another, or if what was inside is no compact JWS.
Result<Claims> verify_nested(std::string_view token, const std::vector<jose::DecryptionKey>& decryption_keys,
                             const KeySource& keys, const NestedRequirements& required, TimePoint now);

/// Signs, then encrypts, with `cty` "JWT" whatever `options` say. Errors: malformed and too_large for claims that no
/// verifier could read, and those of jose::encrypt_jwe.
Result<std::string> issue_nested(const ClaimsBuilder& claims, const jose::SigningKey& key,
                                 const jose::EncryptionKey& recipient, const jose::JweOptions& options, Random& random,
                                 std::string_view type = "JWT");

}  // namespace watchword::jwt
