#include <watchword/base/crypto.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/passlib.hpp>

#include <optional>

#include <sodium.h>

namespace watchword::passwords::passlib {
namespace {

constexpr std::string_view prefix = "$bcrypt-sha256$";
constexpr std::size_t salt_size = 22;
constexpr std::size_t digest_size = 31;
/// The last character of a salt carries two bits; in all others, bcrypt implementations differ.
constexpr std::string_view last_of_salt = ".Oeu";

enum class Version : std::uint8_t { plain = 1, keyed = 2 };

/// What bcrypt is asked for, as "$2b$12$".
struct Kind {
    Version version;
    std::string setting;
};

struct Encoded {
    Version version;
    std::string_view salt;
    std::string bcrypt;
};

/// Reads "$bcrypt-sha256$v=2,t=2b,r=12$" and leaves what follows it in `rest`.
std::optional<Kind> take_kind(std::string_view& rest) {
    if (!take(rest, prefix)) return std::nullopt;
    const Version version = take(rest, "v=2,t=") ? Version::keyed : Version::plain;
    // Only version 1 was ever written with 2a.
    const bool is_2a = version == Version::plain && take(rest, "2a");
    if (!is_2a && !take(rest, "2b")) return std::nullopt;
    std::uint32_t cost = 0;
    const bool read = take(rest, version == Version::keyed ? ",r=" : ",") && take_number(rest, cost) && take(rest, "$");
    if (!read || cost < bcrypt::min_cost || cost > bcrypt::max_cost) return std::nullopt;
    std::string setting = is_2a ? "$2a$" : "$2b$";
    if (cost < 10) setting += '0';
    setting += std::to_string(cost) + "$";
    return Kind{version, std::move(setting)};
}

std::optional<Encoded> parse(std::string_view rest) {
    const auto kind = take_kind(rest);
    if (!kind) return std::nullopt;
    const auto salt = take_part(rest, '$');
    if (!salt || salt->size() != salt_size || rest.size() != digest_size) return std::nullopt;
    if (last_of_salt.find(salt->back()) == std::string_view::npos) return std::nullopt;
    std::string bcrypt = kind->setting;
    bcrypt += *salt;
    bcrypt += rest;
    return Encoded{kind->version, *salt, std::move(bcrypt)};
}

/// Base64, because bcrypt ends at a NUL, which a digest may contain.
SecretBytes as_base64(ByteView digest) {
    SecretBytes text(sodium_base64_encoded_len(digest.size(), sodium_base64_VARIANT_ORIGINAL));
    sodium_bin2base64(reinterpret_cast<char*>(text.writable().data()), text.size(), digest.data(), digest.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    return SecretBytes(text.reveal().first(text.size() - 1));  // libsodium writes a NUL
}

/// The key of version 2 is the salt as it is written, not its bytes.
SecretBytes digest_of(const SecretBytes& password, const Encoded& stored) {
    crypto::Digest digest = stored.version == Version::keyed
                                ? crypto::hmac_sha256(as_bytes(stored.salt), password.reveal())
                                : crypto::sha256(password.reveal());
    SecretBytes text = as_base64(digest);
    wipe(digest.data(), digest.size());
    return text;
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with(prefix);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    const auto stored = parse(encoded);
    if (!stored) return Error(Error::unsupported_password_hash, "bcrypt-sha256 string malformed or costly");
    return bcrypt::verify(digest_of(password, *stored), stored->bcrypt, wanted);
}

std::chrono::microseconds cost(std::string_view kind) {
    const auto read = read_whole(kind, take_kind);
    return read ? bcrypt::cost(read->setting) : std::chrono::microseconds(0);
}

std::string decoy(std::string_view kind) {
    return std::string(kind) + std::string(salt_size, '.') + "$" + std::string(digest_size, '.');
}

}  // namespace

constexpr Format bcrypt_sha256{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::passlib
