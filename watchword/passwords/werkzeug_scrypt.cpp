#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/scrypt.hpp>
#include <watchword/passwords/werkzeug.hpp>

namespace watchword::passwords::werkzeug {
namespace {

using scrypt::Encoded;

constexpr std::string_view prefix = "scrypt:";
constexpr std::size_t key_size = 64;
constexpr std::size_t decoy_salt_size = 16;

/// Reads "scrypt:32768:8:1$" and leaves what follows it in `rest`.
std::optional<crypto::ScryptCost> take_kind(std::string_view& rest) {
    std::uint32_t n = 0;
    crypto::ScryptCost cost;
    const bool read = take(rest, prefix) && take_number(rest, n) && take(rest, ":") && take_number(rest, cost.r) &&
                      take(rest, ":") && take_number(rest, cost.p) && take(rest, "$");
    cost.n = n;
    return read && scrypt::within_caps(cost) ? std::optional(cost) : std::nullopt;
}

std::optional<Encoded> parse(std::string_view rest) {
    const auto cost = take_kind(rest);
    if (!cost) return std::nullopt;
    auto salt = take_text_salt(rest);
    auto key = decode_hex(rest);
    if (!salt || !key || key->size() != key_size) return std::nullopt;
    return Encoded{*cost, std::move(*salt), std::move(*key)};
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with(prefix);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters&) {
    return scrypt::compare(password, parse(encoded));
}

std::chrono::microseconds cost(std::string_view kind) {
    return scrypt::cost(read_whole(kind, take_kind));
}

std::string decoy(std::string_view kind) {
    return std::string(kind) + std::string(decoy_salt_size, '0') + "$" + to_hex(Bytes(key_size));
}

}  // namespace

constexpr Format scrypt{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::werkzeug
