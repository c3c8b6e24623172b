#include <watchword/passwords/django.hpp>
#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/scrypt.hpp>

namespace watchword::passwords::django {
namespace {

using scrypt::Encoded;

constexpr std::string_view prefix = "scrypt$";
constexpr std::size_t key_size = 64;
constexpr std::size_t decoy_salt_size = 22;

/// Reads "8$5$" into the cost.
bool take_factors(std::string_view& rest, crypto::ScryptCost& cost) noexcept {
    return take_number(rest, cost.r) && take(rest, "$") && take_number(rest, cost.p) && take(rest, "$") &&
           scrypt::within_caps(cost);
}

/// Reads "scrypt$16384$" into the cost.
bool take_n(std::string_view& rest, crypto::ScryptCost& cost) noexcept {
    std::uint32_t n = 0;
    const bool read = take(rest, prefix) && take_number(rest, n) && take(rest, "$");
    cost.n = n;
    return read;
}

std::optional<crypto::ScryptCost> read_kind(std::string_view rest) noexcept {
    crypto::ScryptCost cost;
    const bool read = take_n(rest, cost) && take(rest, "$") && take_factors(rest, cost) && rest.empty();
    return read ? std::optional(cost) : std::nullopt;
}

std::optional<Encoded> parse(std::string_view rest) {
    crypto::ScryptCost cost;
    if (!take_n(rest, cost)) return std::nullopt;
    auto salt = take_text_salt(rest);
    if (!salt || !take_factors(rest, cost)) return std::nullopt;
    auto key = decode_base64(Base64::padded, rest, key_size);
    if (!key || key->size() != key_size) return std::nullopt;
    return Encoded{cost, std::move(*salt), std::move(*key)};
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with(prefix);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters&) {
    return scrypt::compare(password, parse(encoded));
}

std::chrono::microseconds cost(std::string_view kind) {
    return scrypt::cost(read_kind(kind));
}

/// The salt goes where the kind has left it out: between the two `$` that follow each other.
std::string decoy(std::string_view kind) {
    std::string made(kind);
    const std::size_t gap = made.find("$$");
    if (gap != std::string::npos) made.insert(gap + 1, decoy_salt_size, '0');
    return made + encode_base64(Base64::padded, Bytes(key_size));
}

}  // namespace

constexpr Format scrypt{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::django
