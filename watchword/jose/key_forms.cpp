#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_forms.hpp>
#include <watchword/jose/one_asymmetric_key.hpp>

#include <algorithm>
#include <array>

#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

EVP_PKEY* read_certificate(EVP_PKEY**, const unsigned char** at, long size) {
    const Certificate certificate(d2i_X509(nullptr, at, size));
    return certificate ? X509_get_pubkey(certificate.get()) : nullptr;
}
// d2i_AutoPrivateKey would guess further, as far as encrypted keys.
EVP_PKEY* read_pkcs8(EVP_PKEY**, const unsigned char** at, long size) {
    const unsigned char* const begin = *at;
    const PrivateKeyInfo info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, at, size));
    if (info) return EVP_PKCS82PKEY(info.get());
    *at = begin;
    return read_one_asymmetric_key(at, size).release();
}
EVP_PKEY* read_rsa_public(EVP_PKEY** key, const unsigned char** at, long size) {
    return d2i_PublicKey(EVP_PKEY_RSA, key, at, size);
}
EVP_PKEY* read_rsa_private(EVP_PKEY** key, const unsigned char** at, long size) {
    return d2i_PrivateKey(EVP_PKEY_RSA, key, at, size);
}
EVP_PKEY* read_ec_private(EVP_PKEY** key, const unsigned char** at, long size) {
    return d2i_PrivateKey(EVP_PKEY_EC, key, at, size);
}

struct Form {
    std::string_view label;
    Content content;
    EVP_PKEY* (*read)(EVP_PKEY**, const unsigned char**, long);
};

// RFC 7468 sections 5, 10 and 13; the others are older than it and still written.
constexpr std::array<Form, 6> forms{{
    {"PUBLIC KEY", Content::public_key, d2i_PUBKEY},
    {"RSA PUBLIC KEY", Content::public_key, read_rsa_public},
    {"CERTIFICATE", Content::public_key, read_certificate},
    {"PRIVATE KEY", Content::private_key, read_pkcs8},
    {"RSA PRIVATE KEY", Content::private_key, read_rsa_private},
    {"EC PRIVATE KEY", Content::private_key, read_ec_private},
}};

std::optional<ReadKey> read_as(const Form& form, ByteView der) {
    const unsigned char* at = der.data();
    EvpKey key(form.read(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!key || at != der.data() + der.size()) return std::nullopt;
    return ReadKey{std::move(key), form.content};
}

Error no_secret() {
    return {Error::invalid_key, "a key file holds no HMAC secret"};
}

}  // namespace

Result<ReadKey> read_key(std::optional<std::string_view> label, ByteView der) {
    if (der.empty()) return Error{Error::invalid_key, "empty"};
    if (der.size() > largest_key_file) return Error{Error::invalid_key, "more than 64 KiB"};
    if (label && std::ranges::find(forms, *label, &Form::label) == forms.end()) {
        return Error{Error::invalid_key, "PEM of this kind holds no key"};
    }
    for (const Form& form : forms) {
        if (label && form.label != *label) continue;
        if (std::optional<ReadKey> key = read_as(form, der)) return std::move(*key);
    }
    return Error{Error::invalid_key, "the key cannot be decoded"};
}

Result<Material> verifying_material(Algorithm algorithm, Result<ReadKey> read, std::string kid) {
    if (is_symmetric(algorithm)) return no_secret();
    if (!read) return read.error();
    return make_public(algorithm, std::move(read->key), std::move(kid));
}

Result<Material> signing_material(Algorithm algorithm, Result<ReadKey> read, std::string kid) {
    if (is_symmetric(algorithm)) return no_secret();
    if (!read) return read.error();
    if (read->content != Content::private_key) return Error{Error::invalid_key, "the key is public, it cannot sign"};
    return make_private(algorithm, std::move(read->key), std::move(kid));
}

Result<Algorithm> implied_algorithm(const Result<ReadKey>& read) {
    if (!read) return read.error();
    if (EVP_PKEY_is_a(read->key.get(), "RSA") == 1) return Algorithm::RS256;
    const std::optional<Curve> curve = curve_of(read->key.get());
    if (curve && traits(*curve).implied) return *traits(*curve).implied;
    return Error{Error::invalid_key, "no algorithm is known for this kind of key"};
}

}  // namespace watchword::jose::detail
