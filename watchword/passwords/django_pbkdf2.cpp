#include <watchword/passwords/django.hpp>
#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/pbkdf2.hpp>

#include <array>

namespace watchword::passwords::django {
namespace {

using pbkdf2::Encoded;
using pbkdf2::Kind;

constexpr std::size_t decoy_salt_size = 22;

constexpr std::array<pbkdf2::Prefix, 2> prefixes{{
    {"pbkdf2_sha256$", crypto::Pbkdf2Hash::sha256},
    {"pbkdf2_sha1$", crypto::Pbkdf2Hash::sha1},
}};

/// Reads "pbkdf2_sha256$1000000$" and leaves what follows it in `rest`.
std::optional<Kind> take_kind(std::string_view& rest) {
    return pbkdf2::take_kind(rest, prefixes);
}

std::optional<Encoded> parse(std::string_view rest) {
    const auto kind = take_kind(rest);
    if (!kind) return std::nullopt;
    auto salt = take_text_salt(rest);
    auto key = decode_base64(Base64::padded, rest, max_key_size);
    if (!salt || !key) return std::nullopt;
    return Encoded{*kind, std::move(*salt), std::move(*key)};
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with("pbkdf2_");
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters&) {
    return pbkdf2::compare(password, parse(encoded));
}

std::chrono::microseconds cost(std::string_view kind) {
    return pbkdf2::cost(read_whole(kind, take_kind));
}

std::string decoy(std::string_view kind) {
    std::string_view rest = kind;
    const auto read = take_kind(rest);
    const Bytes key(read ? pbkdf2::key_size(read->hash) : 0);
    return std::string(kind) + std::string(decoy_salt_size, '0') + "$" + encode_base64(Base64::padded, key);
}

}  // namespace

constexpr Format pbkdf2{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::django
