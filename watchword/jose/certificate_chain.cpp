#include <watchword/jose/certificate_chain.hpp>

#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

// RFC 7517 section 4.7: standard base64 here, not base64url.
Certificate read_certificate(std::string_view base64) {
    constexpr std::size_t largest = 64 * 1024;
    if (base64.empty() || base64.size() > largest || base64.size() % 4 != 0) return nullptr;
    Bytes der(base64.size() / 4 * 3);
    const int size = EVP_DecodeBlock(der.data(), as_bytes(base64).data(), static_cast<int>(base64.size()));
    if (size < 0) return nullptr;
    const std::uint8_t* at = der.data();
    return Certificate(d2i_X509(nullptr, &at, size));
}

}  // namespace

bool matches_certificate_chain(const json::Value& jwk, const KeyMaterial& material) {
    return matches_certificate_chain(jwk, material.evp_key().get());
}

bool matches_certificate_chain(const json::Value& jwk, const EVP_PKEY* key) {
    const auto chain = jwk.find("x5c");
    if (!chain) return true;
    const std::vector<json::Value> certificates = chain->elements();
    if (certificates.empty() || !certificates.front().string()) return false;
    const Certificate first = read_certificate(*certificates.front().string());
    const bool matches = first && key != nullptr && EVP_PKEY_eq(X509_get0_pubkey(first.get()), key) == 1;
    ERR_clear_error();
    return matches;
}

}  // namespace watchword::jose::detail
