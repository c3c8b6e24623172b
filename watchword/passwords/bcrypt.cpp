#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/libcrypt.hpp>

#include <algorithm>
#include <optional>

namespace watchword::passwords::bcrypt {
namespace {

constexpr std::size_t prefix_size = 7;  // "$2b$12$"
constexpr std::size_t salt_size = 22;
constexpr std::size_t hash_size = 31;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_base64(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '/';
}

/// The cost of "$2b$12$..." if it is one that we compute.
std::optional<unsigned> read_cost(std::string_view encoded) noexcept {
    if (encoded.size() < prefix_size || !encoded.starts_with("$2") || encoded[3] != '$' || encoded[6] != '$')
        return std::nullopt;
    const bool known = encoded[2] == 'a' || encoded[2] == 'b' || encoded[2] == 'y';
    if (!known || !is_digit(encoded[4]) || !is_digit(encoded[5])) return std::nullopt;
    const auto cost = static_cast<unsigned>((encoded[4] - '0') * 10 + (encoded[5] - '0'));
    return cost >= min_cost && cost <= max_cost ? std::optional(cost) : std::nullopt;
}

bool is_well_formed(std::string_view encoded) noexcept {
    return encoded.size() == prefix_size + salt_size + hash_size && read_cost(encoded) &&
           std::all_of(encoded.begin() + prefix_size, encoded.end(), is_base64);
}

}  // namespace

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with("$2");
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters&) {
    if (!is_well_formed(encoded)) return Error(Error::unsupported_password_hash, "bcrypt string malformed or costly");
    if (password.reveal_text().find('\0') != std::string_view::npos) return Error::invalid_password;
    if (password.size() > max_password_bytes) return Error(Error::password_too_long, "bcrypt takes 72 bytes");
    const std::string made = crypt_like(encoded, password);
    if (made.empty()) return Error(Error::unsupported_password_hash, "libcrypt refused the bcrypt string");
    const auto hash = [](std::string_view text) { return as_bytes(text.substr(text.size() - hash_size)); };
    return Verified{constant_time_equal(hash(made), hash(encoded)) ? Match::yes : Match::no, Rehash::needed};
}

std::chrono::microseconds cost(std::string_view kind) {
    // Measured: cost 12 takes 203 ms.
    const auto cost = kind.size() == prefix_size ? read_cost(kind) : std::nullopt;
    return std::chrono::microseconds(cost ? 50LL << *cost : 0);
}

std::string decoy(std::string_view kind) {
    return std::string(kind) + std::string(salt_size + hash_size, '.');
}

}  // namespace watchword::passwords::bcrypt
