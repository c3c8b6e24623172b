#pragma once
/// JSON Web Encryption (RFC 7516): compact, flattened and general JSON.
/// A JWE proves nothing about who made it unless the key is shared: anybody can encrypt to a public key. What came out
/// must be verified on its own (jwt/nested.hpp).

#include <watchword/base/bytes.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose {

/// What a caller accepts. No key management is accepted unless it is named.
struct JweRequirements {
    KeyManagementSet algorithms;
    ContentEncryptionSet encryptions = all_content_encryptions();
    /// `zip` (RFC 7516 section 4.1.3) is refused unless this says how many bytes the plaintext may inflate to.
    std::optional<std::size_t> max_inflated_bytes{};
    /// `p2c` of PBES2 above this is refused before anything is hashed (draft-ietf-oauth-rfc8725bis section 3.13). Of a
    /// JWE with several recipients that could be meant, all that are tried share it.
    std::uint32_t max_password_iterations = 1'200'000;
    /// Larger texts are refused unread.
    std::size_t max_bytes = 1024 * 1024;
};

/// What was inside, and how it was protected.
struct DecryptedJwe {
    SecretBytes plaintext;
    KeyManagement algorithm;
    ContentEncryption encryption;
    /// The protected header; `{}` if the JWE has only unprotected ones.
    json::Document header;
};

/// Decrypts a compact JWE (RFC 7516 section 5.2). The key is the one of `keys` with the algorithm and the kid of the
/// header, else the only one of that algorithm that has no kid; for a header without a kid, the only one of that
/// algorithm.
/// Errors: too_large (the text, `p2c`, or what `zip` inflates to), malformed, algorithm_not_allowed (`alg`, `enc` or
/// `zip`), unsupported_critical, unknown_key, decryption_failed (one error for everything that depends on secrets: RFC
/// 7516 section 11.5).
Result<DecryptedJwe> decrypt_jwe(std::string_view compact, const std::vector<DecryptionKey>& keys,
                                 const JweRequirements& required);

/// The most recipients of one JWE, written or read: far more than anybody needs, and each has its header compared.
inline constexpr std::size_t most_jwe_recipients = 64;

/// The same for the JSON serialization, flattened or general (RFC 7516 section 7.2): the first recipient whose key is
/// among `keys`; of those that look alike, for want of a kid, up to four are tried. At most `most_jwe_recipients`, and
/// 128 members in a header: too_large, as where the `p2c` of the tries exceed `max_password_iterations` together.
Result<DecryptedJwe> decrypt_jwe_json(std::string_view text, const std::vector<DecryptionKey>& keys,
                                      const JweRequirements& required);

/// Header members besides `alg`, `enc` and `kid`, and what the algorithms take.
struct JweOptions {
    ContentEncryption encryption = ContentEncryption::A256GCM;
    std::string type{};
    /// "JWT" for a nested JWT (RFC 7519 section 5.2).
    std::string content_type{};
    /// More protected members as one JSON object; must not repeat a name above or one that the algorithms write. `apu`
    /// and `apv` go into the key that ECDH-ES agrees on (RFC 7518 section 4.6.1.2).
    std::string more_json{};
    /// Compression leaks lengths of secrets next to what an attacker chose (RFC 8725 section 3.6). Off unless asked.
    enum class Compression : std::uint8_t { none, deflate };
    Compression compression = Compression::none;
    /// PBES2 only (RFC 7518 section 4.8.1.2).
    std::uint32_t password_iterations = 600'000;
};

/// Encrypts into the compact serialization (RFC 7516 section 5.1).
/// Errors: too_large (a plaintext longer than `largest_content` of primitives.hpp, 1 GiB), malformed (`more_json` is no
/// object or repeats a name), weak_key (`dir` with a secret that `encryption` cannot take).
Result<std::string> encrypt_jwe(ByteView plaintext, const EncryptionKey& key, const JweOptions& options,
                                Random& random);

/// Encrypts into JSON: flattened for one recipient, general for several, who then cannot use dir or ECDH-ES (RFC 7516
/// section 7.2.1): key_not_usable. `authenticated` is the `aad` member; empty leaves it out. Errors besides those
/// above: malformed (no recipient), too_large (more than `most_jwe_recipients`, or `authenticated` in base64url exceeds
/// `largest_content`).
Result<std::string> encrypt_jwe_json(ByteView plaintext, const std::vector<EncryptionKey>& recipients,
                                     const JweOptions& options, Random& random, ByteView authenticated = {});

}  // namespace watchword::jose
