#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/passlib.hpp>
#include <watchword/passwords/scrypt.hpp>

namespace watchword::passwords::passlib {
namespace {

using scrypt::Encoded;

constexpr std::string_view prefix = "$scrypt$";
constexpr std::size_t key_size = 32;
constexpr std::size_t decoy_salt_size = 16;

/// Reads "$scrypt$ln=16,r=8,p=1$" and leaves what follows it in `rest`.
std::optional<crypto::ScryptCost> take_kind(std::string_view& rest) {
    std::uint32_t log_n = 0;
    crypto::ScryptCost cost;
    const bool read = take(rest, prefix) && take(rest, "ln=") && take_number(rest, log_n) && take(rest, ",r=") &&
                      take_number(rest, cost.r) && take(rest, ",p=") && take_number(rest, cost.p) && take(rest, "$");
    if (!read || log_n > 31) return std::nullopt;
    cost.n = std::uint64_t{1} << log_n;
    return scrypt::within_caps(cost) ? std::optional(cost) : std::nullopt;
}

std::optional<Encoded> parse(std::string_view rest) {
    const auto cost = take_kind(rest);
    const auto text = take_part(rest, '$');
    if (!cost || !text || text->empty()) return std::nullopt;
    auto salt = decode_base64(Base64::unpadded, *text, max_salt_size);
    auto key = decode_base64(Base64::unpadded, rest, key_size);
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
    const Bytes salt(decoy_salt_size);
    const Bytes key(key_size);
    return std::string(kind) + encode_base64(Base64::unpadded, salt) + "$" + encode_base64(Base64::unpadded, key);
}

}  // namespace

constexpr Format scrypt{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::passlib
