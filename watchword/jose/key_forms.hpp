#pragma once
/// The forms in which keys lie in files (SubjectPublicKeyInfo, X.509, PKCS#8, PKCS#1, SEC1), as one table that pem.cpp
/// and der.cpp share. Internal to jose.

#include <watchword/base/result.hpp>
#include <watchword/jose/key_material.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::jose::detail {

/// Bytes of a file; many times what the largest key or certificate takes.
inline constexpr std::size_t largest_key_file = 64 * 1024;

enum class Content : std::uint8_t { public_key, private_key };

struct ReadKey {
    EvpKey key;
    Content content;
};

/// The key in `der`, which must end with it. `label` is what a PEM block says it is (RFC 7468); without one, the bytes
/// tell by their structure. Never asks for a passphrase. Error: invalid_key.
Result<ReadKey> read_key(std::optional<std::string_view> label, ByteView der);

/// The one key in a PEM text (RFC 7468). Error: invalid_key (also for an encrypted key, and for more than one).
Result<ReadKey> read_pem(std::string_view pem);

/// What was read, as a key for `algorithm`; of a private key the public half. Errors: that of `read`, invalid_key (also
/// for an HMAC algorithm: no file holds a secret), weak_key.
Result<Material> verifying_material(Algorithm algorithm, Result<ReadKey> read, std::string kid);
/// The same of a private key. Errors as above.
Result<Material> signing_material(Algorithm algorithm, Result<ReadKey> read, std::string kid);

/// What follows from the key's type and curve; RS256 for RSA. Errors: that of `read`, invalid_key.
Result<Algorithm> implied_algorithm(const Result<ReadKey>& read);

}  // namespace watchword::jose::detail
