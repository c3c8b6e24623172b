#include <watchword/passwords/bcrypt.hpp>

#include <algorithm>
#include <memory>
#include <optional>

#include <crypt.h>

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

/// The working memory of crypt_rn, wiped: it holds the password's key schedule.
struct Workspace {
    crypt_data data{};
    ~Workspace() { wipe(&data, sizeof data); }
};

/// The last 31 characters of what bcrypt makes of the password; empty if it fails.
std::string derive(const SecretBytes& password, std::string_view encoded) {
    SecretBytes phrase(password.size() + 1);  // ends with NUL
    std::ranges::copy(password.reveal(), phrase.writable().begin());
    const std::string setting(encoded);
    const auto workspace = std::make_unique<Workspace>();
    const char* const made = crypt_rn(reinterpret_cast<const char*>(phrase.reveal().data()), setting.c_str(),
                                      &workspace->data, static_cast<int>(sizeof workspace->data));
    const std::string_view text = made == nullptr ? std::string_view() : std::string_view(made);
    return text.size() == encoded.size() ? std::string(text.substr(text.size() - hash_size)) : std::string();
}

}  // namespace

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with("$2");
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters&) {
    if (!is_well_formed(encoded)) return Error(Error::unsupported_password_hash, "bcrypt string malformed or costly");
    if (password.reveal_text().find('\0') != std::string_view::npos) return Error::invalid_password;
    if (password.size() > max_password_bytes) return Error(Error::password_too_long, "bcrypt takes 72 bytes");
    const std::string made = derive(password, encoded);
    if (made.empty()) return Error(Error::unsupported_password_hash, "libcrypt refused the bcrypt string");
    const std::string_view stored = encoded.substr(encoded.size() - hash_size);
    return Verified{constant_time_equal(as_bytes(made), as_bytes(stored)) ? Match::yes : Match::no, Rehash::needed};
}

std::chrono::microseconds cost(std::string_view kind) {
    // Measured: cost 12 takes 203 ms.
    const auto cost = read_cost(kind);
    return std::chrono::microseconds(cost ? 50LL << *cost : 0);
}

std::string decoy(std::string_view kind) {
    return std::string(kind) + std::string(salt_size + hash_size, '.');
}

}  // namespace watchword::passwords::bcrypt
