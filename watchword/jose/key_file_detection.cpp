// Key confusion by set-up: a public key, used as an HMAC secret, lets everybody sign. What is recognisably a key file
// is therefore never a secret.

#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/json.hpp>

#include <algorithm>
#include <array>

#include <openssl/x509.h>

namespace watchword::jose::detail {
namespace {

constexpr std::array<std::string_view, 6> text_marks{
    "-----BEGIN ", "---- BEGIN SSH2 PUBLIC KEY", "ssh-rsa ", "ssh-dss ", "ssh-ed25519 ", "ecdsa-sha2-",
};

std::string_view without_leading_space(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

bool is_jwk(std::string_view text) {
    if (!text.starts_with('{')) return false;
    const auto document = json::Document::parse_secret_object(text);
    return document && (document->root().find("kty") || document->root().find("keys"));
}

// One of OpenSSL's readers takes it, and takes it whole.
template <class Object>
bool is_der(ByteView bytes, Object* (*read)(Object**, const unsigned char**, long), void (*release)(Object*)) {
    const unsigned char* at = bytes.data();
    Object* const object = read(nullptr, &at, static_cast<long>(bytes.size()));
    if (object == nullptr) return false;
    release(object);
    return at == bytes.data() + bytes.size();
}

bool is_der_key(ByteView bytes) {
    constexpr std::uint8_t sequence = 0x30;
    if (bytes.empty() || bytes.front() != sequence) return false;
    return is_der<EVP_PKEY>(bytes, d2i_PUBKEY, EVP_PKEY_free) ||
           is_der<EVP_PKEY>(bytes, d2i_AutoPrivateKey, EVP_PKEY_free) || is_der<X509>(bytes, d2i_X509, X509_free) ||
           is_der<EVP_PKEY>(
               bytes,
               +[](EVP_PKEY** key, const unsigned char** at, long size) {
                   return d2i_PublicKey(EVP_PKEY_RSA, key, at, size);
               },
               EVP_PKEY_free);
}

}  // namespace

bool looks_like_a_key_file(ByteView secret) {
    const std::string_view text = without_leading_space(as_text(secret));
    const auto begins_text = [text](std::string_view mark) { return text.starts_with(mark); };
    return std::ranges::any_of(text_marks, begins_text) || text.find("-----BEGIN ") != std::string_view::npos ||
           is_jwk(text) || is_der_key(secret);
}

}  // namespace watchword::jose::detail
