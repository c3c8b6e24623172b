#pragma once
/// The algorithms of JWE (RFC 7518 sections 4 and 5, RFC 8037). Two tables describe them; nobody else switches on them.

#include <watchword/jose/allow_list.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchword::jose {

/// `alg` of a JWE: how the content encryption key comes to the recipient.
enum class KeyManagement : std::uint8_t {
    dir,
    A128KW,
    A192KW,
    A256KW,
    A128GCMKW,
    A192GCMKW,
    A256GCMKW,
    RSA_OAEP,
    RSA_OAEP_256,
    ECDH_ES,
    ECDH_ES_A128KW,
    ECDH_ES_A192KW,
    ECDH_ES_A256KW,
    PBES2_HS256_A128KW,
    PBES2_HS384_A192KW,
    PBES2_HS512_A256KW,
    /// RSAES-PKCS1-v1_5. Its padding has been an oracle for decades (RFC 8725 section 3.2): only for systems that
    /// cannot be changed yet. Failures look like those of a wrong tag (RFC 7516 section 11.5).
    RSA1_5_weak_for_compatibility,
};

/// `enc` of a JWE: how the content is encrypted.
enum class ContentEncryption : std::uint8_t {
    A128CBC_HS256,
    A192CBC_HS384,
    A256CBC_HS512,
    A128GCM,
    A192GCM,
    A256GCM,
};

/// The name as it stands in a header, e.g. "ECDH-ES+A128KW".
std::string_view name(KeyManagement algorithm) noexcept;
/// The name as it stands in a header, e.g. "A256GCM".
std::string_view name(ContentEncryption encryption) noexcept;

/// Byte-exact and case-sensitive.
std::optional<KeyManagement> find_key_management(std::string_view name) noexcept;
/// Byte-exact and case-sensitive.
std::optional<ContentEncryption> find_content_encryption(std::string_view name) noexcept;

using KeyManagementSet = AllowList<KeyManagement>;
using ContentEncryptionSet = AllowList<ContentEncryption>;

/// All six.
ContentEncryptionSet all_content_encryptions() noexcept;

}  // namespace watchword::jose
