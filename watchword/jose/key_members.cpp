#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk_members.hpp>
#include <watchword/jose/key_members.hpp>
#include <watchword/jose/key_numbers.hpp>

#include <algorithm>
#include <array>

#include <openssl/core_names.h>

namespace watchword::jose::detail {
namespace {

using json::Value;

bool is_rsa(const EVP_PKEY* key) {
    return EVP_PKEY_is_a(key, "RSA") == 1;
}

std::string number_text(const EVP_PKEY* key, const char* name, std::optional<std::size_t> size = {}) {
    const BigNumber number = number_of(key, name);
    require(number != nullptr);
    return encode_base64url(to_secret_bytes(number.get(), size).reveal());
}

bool has_private_members(const KeyNumbers& numbers) {
    constexpr std::array<std::string_view, 6> names{"d", "p", "q", "dp", "dq", "qi"};
    return std::ranges::any_of(names, [&](std::string_view name) { return numbers.has(name); });
}

Bytes published(const SecretBytes& bytes) {
    return {bytes.reveal().begin(), bytes.reveal().end()};
}

Result<EvpKey> checked(Result<JwkKey> read, const CurveTraits* curve) {
    if (!read) return read.error();
    EVP_PKEY* const key = read->key.get();
    if (KeyRefusal refusal = curve == nullptr ? check_rsa(key, read->half) : check_ec(key, *curve, read->half)) {
        return *refusal;
    }
    return std::move(read->key);
}

Result<JwkKey> assembled(Result<EvpKey> key, Half half) {
    if (!key) return Error{Error::invalid_key, "the numbers make no key"};
    return JwkKey{std::move(*key), half};
}

Result<EvpKey> checked(const Result<OkpNumbers>& read, const CurveTraits& curve) {
    if (!read) return read.error();
    const bool is_private = !read->d.empty();
    const auto assemble = is_private ? EVP_PKEY_new_raw_private_key_ex : EVP_PKEY_new_raw_public_key_ex;
    const ByteView half = is_private ? read->d.reveal() : read->x.reveal();
    EvpKey key(assemble(nullptr, curve.group, nullptr, half.data(), half.size()));
    require(key != nullptr);
    const SecretBytes x = raw_half(key.get(), curve, EVP_PKEY_get_raw_public_key).value();
    if (!constant_time_equal(x.reveal(), read->x.reveal())) {
        return Error{Error::invalid_key, "x does not belong to d"};
    }
    return key;
}

}  // namespace

std::vector<PublicMember> public_members_of(const EVP_PKEY* key) {
    if (is_rsa(key)) {
        return {{"e", number_text(key, OSSL_PKEY_PARAM_RSA_E)},
                {"kty", std::string(name(KeyType::rsa))},
                {"n", number_text(key, OSSL_PKEY_PARAM_RSA_N)}};
    }
    const CurveTraits& curve = traits(*curve_of(key));
    std::vector<PublicMember> members{{"crv", std::string(curve.name)}, {"kty", std::string(name(curve.key_type))}};
    if (curve.key_type == KeyType::okp) {
        const SecretBytes x = raw_half(key, curve, EVP_PKEY_get_raw_public_key).value();
        members.emplace_back("x", encode_base64url(x.reveal()));
        return members;
    }
    members.emplace_back("x", number_text(key, OSSL_PKEY_PARAM_EC_PUB_X, curve.coordinate_size));
    members.emplace_back("y", number_text(key, OSSL_PKEY_PARAM_EC_PUB_Y, curve.coordinate_size));
    return members;
}

std::vector<PublicMember> public_members_of_secret(ByteView secret) {
    // Put in place one by one: a list in braces would copy the text, and nobody could wipe the first.
    std::vector<PublicMember> members;
    members.reserve(2);
    members.emplace_back("k", encode_base64url(secret));
    members.emplace_back("kty", name(KeyType::oct));
    return members;
}

std::vector<PrivateMember> private_members_of(const EVP_PKEY* key) {
    std::vector<PrivateMember> members;
    const auto add = [&](std::string_view member, const char* parameter, std::optional<std::size_t> size = {}) {
        const BigNumber number = number_of(key, parameter);
        if (number) members.emplace_back(member, to_secret_bytes(number.get(), size));
    };
    if (is_rsa(key)) {
        add("d", OSSL_PKEY_PARAM_RSA_D);
        add("p", OSSL_PKEY_PARAM_RSA_FACTOR1);
        add("q", OSSL_PKEY_PARAM_RSA_FACTOR2);
        add("dp", OSSL_PKEY_PARAM_RSA_EXPONENT1);
        add("dq", OSSL_PKEY_PARAM_RSA_EXPONENT2);
        add("qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
        return members;
    }
    const CurveTraits& curve = traits(*curve_of(key));
    if (curve.key_type == KeyType::ec) {
        add("d", OSSL_PKEY_PARAM_PRIV_KEY, curve.coordinate_size);
    } else {
        members.emplace_back("d", raw_half(key, curve, EVP_PKEY_get_raw_private_key).value());
    }
    return members;
}

EvpKey public_half_of(const EVP_PKEY* key) {
    OSSL_PARAM* numbers = nullptr;
    require(EVP_PKEY_todata(key, EVP_PKEY_PUBLIC_KEY, &numbers) == 1);
    const Parameters owned(numbers);
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, EVP_PKEY_get0_type_name(key), nullptr));
    EVP_PKEY* half = nullptr;
    require(context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
            EVP_PKEY_fromdata(context.get(), &half, EVP_PKEY_PUBLIC_KEY, numbers) == 1);
    return EvpKey(half);
}

Result<JwkKey> read_rsa(const Value& jwk, Half half) {
    KeyNumbers numbers(jwk);
    // RFC 7518 section 6.3.2.7: whoever does not support more than two primes must not use the key.
    if (numbers.has("oth")) return Error{Error::unsupported_key, "RSA with more than two primes"};
    if (has_private_members(numbers)) half = Half::with_private;
    RsaNumbers rsa;
    rsa.n = published(numbers.minimal("n"));
    rsa.e = published(numbers.minimal("e"));
    if (half == Half::with_private) rsa.d = numbers.minimal("d");
    // RFC 7518 section 6.3.2: the five come together or not at all.
    if (numbers.has("p") || numbers.has("q") || numbers.has("dp") || numbers.has("dq") || numbers.has("qi")) {
        rsa.p = numbers.minimal("p");
        rsa.q = numbers.minimal("q");
        rsa.dp = numbers.minimal("dp");
        rsa.dq = numbers.minimal("dq");
        rsa.qi = numbers.minimal("qi");
    }
    if (numbers.error()) return *numbers.error();
    return assembled(assemble_rsa(rsa), half);
}

Result<JwkKey> read_ec(const Value& jwk, const CurveTraits& curve, Half half) {
    KeyNumbers numbers(jwk);
    if (numbers.has("d")) half = Half::with_private;
    EcNumbers ec;
    ec.x = published(numbers.exactly("x", curve.coordinate_size));
    ec.y = published(numbers.exactly("y", curve.coordinate_size));
    if (half == Half::with_private) ec.d = numbers.exactly("d", curve.coordinate_size);
    if (numbers.error()) return *numbers.error();
    return assembled(assemble_ec(curve, ec), half);
}

Result<OkpNumbers> read_okp(const Value& jwk, const CurveTraits& curve, Half half) {
    KeyNumbers numbers(jwk);
    OkpNumbers okp;
    okp.x = numbers.exactly("x", curve.coordinate_size);
    if (half == Half::with_private || numbers.has("d")) okp.d = numbers.exactly("d", curve.coordinate_size);
    if (numbers.error()) return *numbers.error();
    return okp;
}

Result<EvpKey> read_asymmetric(const Value& jwk, Half half) {
    const auto type_name = required_text(jwk, "kty");
    if (!type_name) return type_name.error();
    const auto type = find_key_type(*type_name);
    if (!type || *type == KeyType::oct) return Error{Error::unsupported_key, "this kty is not supported here"};
    if (*type == KeyType::rsa) return checked(read_rsa(jwk, half), nullptr);
    const auto curve_name = required_text(jwk, "crv");
    if (!curve_name) return curve_name.error();
    const auto curve = find_curve(*type, *curve_name);
    if (!curve) return Error{Error::unsupported_key, "this crv is not supported"};
    if (*type == KeyType::okp) return checked(read_okp(jwk, traits(*curve), half), traits(*curve));
    return checked(read_ec(jwk, traits(*curve), half), &traits(*curve));
}

}  // namespace watchword::jose::detail
