#include <watchword/base/crypto.hpp>
#include <watchword/jose/key_agreement.hpp>
#include <watchword/jose/key_members.hpp>
#include <watchword/jose/primitives.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include <openssl/err.h>

namespace watchword::jose {
namespace {

using detail::EvpKey;
using detail::Half;

Result<EvpKey> read_agreeing(std::string_view jwk, Half half) {
    const auto document = json::Document::parse_secret_object(jwk);
    if (!document) return Error{Error::invalid_key, "not a JSON object with unique names"};
    Result<EvpKey> key = detail::read_asymmetric(document->root(), half);
    if (!key) return key;
    const auto curve = detail::curve_of(key->get());
    if (!curve || !traits(*curve).agrees) return Error{Error::unsupported_key, "no key agreement is defined for it"};
    return key;
}

std::array<std::uint8_t, 4> big_endian(std::size_t number) {
    if (number > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("more than 2^32 bytes");
    return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void append_with_length(Bytes& out, ByteView bytes) {
    append(out, big_endian(bytes.size()));
    append(out, bytes);
}

// One round of the Concat KDF (SP 800-56A section 5.8.1): H(counter || Z || OtherInfo).
crypto::Digest round(std::size_t counter, ByteView z, ByteView other_info) {
    SecretBytes input(4 + z.size() + other_info.size());
    auto* at = input.writable().data();
    at = std::ranges::copy(big_endian(counter), at).out;
    at = std::ranges::copy(z, at).out;
    std::ranges::copy(other_info, at);
    return crypto::sha256(input.reveal());
}

}  // namespace

Result<SecretBytes> detail::agree(EVP_PKEY* own, EVP_PKEY* other) {
    if (curve_of(own) != curve_of(other)) return Error{Error::key_not_usable, "the keys are on different curves"};
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
    std::size_t size = 0;
    require(context && EVP_PKEY_derive_init(context.get()) == 1);
    bool ok =
        EVP_PKEY_derive_set_peer(context.get(), other) == 1 && EVP_PKEY_derive(context.get(), nullptr, &size) == 1;
    SecretBytes z(ok ? size : 0);
    ok = ok && EVP_PKEY_derive(context.get(), z.writable().data(), &size) == 1 && size == z.size();
    ERR_clear_error();
    // RFC 7748 section 6: a point of small order would make everybody's Z the same. The NIST curves have none, and on
    // them zero is a coordinate like any other.
    const bool may_be_zero = EVP_PKEY_is_a(own, "EC") == 1;
    if (!ok || (!may_be_zero && constant_time_equal(z.reveal(), Bytes(z.size())))) {
        return Error{Error::invalid_key, "the public point is of small order"};
    }
    return z;
}

Result<SecretBytes> agree_on_secret(std::string_view own_private_jwk, std::string_view other_public_jwk) {
    const Result<EvpKey> own = read_agreeing(own_private_jwk, Half::with_private);
    if (!own) return own.error();
    const Result<EvpKey> other = read_agreeing(other_public_jwk, Half::public_only);
    if (!other) return other.error();
    return detail::agree(own->get(), other->get());
}

SecretBytes derive_agreed_key(ByteView z, std::string_view algorithm, std::size_t size, ByteView party_u,
                              ByteView party_v) {
    // RFC 7518 section 4.6.2; SuppPubInfo is the length in bits, SuppPrivInfo is empty.
    Bytes other_info;
    append_with_length(other_info, as_bytes(algorithm));
    append_with_length(other_info, party_u);
    append_with_length(other_info, party_v);
    append(other_info, big_endian(size * 8));
    SecretBytes derived(size);
    auto rest = derived.writable();
    for (std::size_t counter = 1; !rest.empty(); ++counter) {
        crypto::Digest digest = round(counter, z, other_info);
        const std::size_t taken = std::min(rest.size(), digest.size());
        std::ranges::copy(std::span(digest).first(taken), rest.begin());
        wipe(digest.data(), digest.size());
        rest = rest.subspan(taken);
    }
    return derived;
}

}  // namespace watchword::jose
