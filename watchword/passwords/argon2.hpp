#pragma once
/// Argon2i, Argon2d and Argon2id (RFC 9106) as PHC strings, versions 16 and 19.

#include <watchword/base/bytes.hpp>
#include <watchword/passwords/passwords.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::passwords::argon2 {

enum class Variant : std::uint8_t { d, i, id };

/// What a PHC string says, within the caps.
struct Encoded {
    Variant variant = Variant::id;
    std::uint32_t version = 19;
    Argon2Parameters parameters{};
    Bytes salt;
    Bytes tag;
};

/// A stored string may cost at most this much, whoever wrote it.
inline constexpr std::uint32_t max_memory_kib = 256 * 1024;
inline constexpr std::uint32_t max_passes = 64;
inline constexpr std::uint32_t max_lanes = 16;
/// Memory times passes: about a second.
inline constexpr std::uint64_t max_work_kib = 2048 * 1024;

/// Whether we compute Argon2 with these: at least 8 KiB a lane (RFC 9106 section 3.1), and nothing above the caps.
bool within_caps(const Argon2Parameters& parameters) noexcept;
/// Strict: the order of parameters is fixed, numbers have no sign and no leading zero, base64 has no padding.
/// Empty for anything else, and for anything above the caps.
std::optional<Encoded> parse(std::string_view encoded);

/// What Argon2 takes beside the password (RFC 9106 section 3.1). The secret and the associated data are in no PHC
/// string: both are empty there.
struct Inputs {
    Variant variant = Variant::id;
    std::uint32_t version = 19;
    Argon2Parameters parameters{};
    ByteView salt;
    ByteView secret{};
    ByteView associated_data{};
};
/// The tag of `size` bytes, 4 to 1024. Throws std::invalid_argument if the parameters are not within the caps, the
/// version is unknown, the salt is below 8 bytes or anything above 1024. Error: overloaded (no memory).
Result<SecretBytes> derive(const SecretBytes& password, const Inputs& inputs, std::size_t size);

bool recognises(std::string_view encoded) noexcept;
Result<std::string> hash(const SecretBytes& password, const Argon2Parameters& parameters, Random& random);
Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted);
std::chrono::microseconds cost(std::string_view kind);
std::string decoy(std::string_view kind);
/// "$argon2id$v=19$m=19456,t=2,p=1$": how the store names our own kind.
std::string kind(const Argon2Parameters& parameters);

}  // namespace watchword::passwords::argon2
