#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/libcrypt.hpp>
#include <watchword/passwords/sha_crypt.hpp>

#include <algorithm>
#include <optional>

namespace watchword::passwords::sha_crypt {
namespace {

constexpr std::uint32_t default_rounds = 5000;
constexpr std::size_t longest_salt = 16;

struct Kind {
    std::uint32_t rounds = default_rounds;
    std::size_t digest_size = 0;
};

bool is_base64(char c) noexcept {
    return (c >= '.' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Reads "$5$rounds=535000$" or "$5$" and leaves what follows it in `rest`.
std::optional<Kind> take_kind(std::string_view& rest) {
    Kind kind;
    if (take(rest, "$5$"))
        kind.digest_size = 43;
    else if (take(rest, "$6$"))
        kind.digest_size = 86;
    else
        return std::nullopt;
    if (take(rest, "rounds=") && !(take_number(rest, kind.rounds) && take(rest, "$"))) return std::nullopt;
    return kind.rounds >= min_rounds && kind.rounds <= max_rounds ? std::optional(kind) : std::nullopt;
}

/// The digest at the end of a string that is well-formed and within the caps.
std::optional<std::string_view> read_digest(std::string_view rest) {
    const auto kind = take_kind(rest);
    const auto salt = take_part(rest, '$');
    if (!kind || !salt || salt->empty() || salt->size() > longest_salt) return std::nullopt;
    if (rest.size() != kind->digest_size || !std::ranges::all_of(*salt, is_base64)) return std::nullopt;
    return std::ranges::all_of(rest, is_base64) ? std::optional(rest) : std::nullopt;
}

}  // namespace

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with("$5$") || encoded.starts_with("$6$");
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters&) {
    const auto digest = read_digest(encoded);
    if (!digest) return Error(Error::unsupported_password_hash, "SHA-crypt string malformed or costly");
    if (password.reveal_text().find('\0') != std::string_view::npos) return Error::invalid_password;
    if (password.size() > max_password_bytes) return Error(Error::password_too_long, "SHA-crypt takes 128 bytes here");
    const std::string made = crypt_like(encoded, password);
    if (made.empty()) return Error(Error::unsupported_password_hash, "libcrypt refused the SHA-crypt string");
    const std::string_view computed = std::string_view(made).substr(made.size() - digest->size());
    return Verified{constant_time_equal(as_bytes(computed), as_bytes(*digest)) ? Match::yes : Match::no,
                    Rehash::needed};
}

std::chrono::microseconds cost(std::string_view kind) {
    const auto read = read_whole(kind, take_kind);
    // Measured with 15 characters: 1000 rounds take 0.4 ms.
    return std::chrono::microseconds(read ? read->rounds * 4 / 10 : 0);
}

std::string decoy(std::string_view kind) {
    std::string_view rest = kind;
    const auto read = take_kind(rest);
    return std::string(kind) + std::string(longest_salt, '.') + "$" + std::string(read ? read->digest_size : 0, '.');
}

}  // namespace watchword::passwords::sha_crypt
