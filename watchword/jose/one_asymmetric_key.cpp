#include <watchword/base/bytes.hpp>
#include <watchword/jose/one_asymmetric_key.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include <openssl/asn1t.h>
#include <openssl/crypto.h>
#include <openssl/x509.h>

namespace watchword::jose::detail {
namespace {

struct OneAsymmetricKey {
    ASN1_INTEGER* version;
    X509_ALGOR* algorithm;
    ASN1_OCTET_STRING* private_key;
    STACK_OF(X509_ATTRIBUTE) * attributes;
    ASN1_BIT_STRING* public_key;
};

// clang-format off
ASN1_SEQUENCE(OneAsymmetricKey) = {
    ASN1_SIMPLE(OneAsymmetricKey, version, ASN1_INTEGER),
    ASN1_SIMPLE(OneAsymmetricKey, algorithm, X509_ALGOR),
    ASN1_SIMPLE(OneAsymmetricKey, private_key, ASN1_OCTET_STRING),
    ASN1_IMP_SET_OF_OPT(OneAsymmetricKey, attributes, X509_ATTRIBUTE, 0),
    ASN1_IMP_OPT(OneAsymmetricKey, public_key, ASN1_BIT_STRING, 1)
} static_ASN1_SEQUENCE_END(OneAsymmetricKey)
    // clang-format on

    struct Release {
    void operator()(OneAsymmetricKey* key) const noexcept {
        OPENSSL_cleanse(key->private_key->data, static_cast<std::size_t>(key->private_key->length));
        ASN1_item_free(reinterpret_cast<ASN1_VALUE*>(key), ASN1_ITEM_rptr(OneAsymmetricKey));
    }
    void operator()(ASN1_BIT_STRING* bits) const noexcept { ASN1_BIT_STRING_free(bits); }
    void operator()(X509_PUBKEY* key) const noexcept { X509_PUBKEY_free(key); }
};

template <class Object>
using Owned = std::unique_ptr<Object, Release>;

Owned<OneAsymmetricKey> parse(const unsigned char** at, long size) {
    return Owned<OneAsymmetricKey>(
        reinterpret_cast<OneAsymmetricKey*>(ASN1_item_d2i(nullptr, at, size, ASN1_ITEM_rptr(OneAsymmetricKey))));
}

// Written anew without its public half it is what OpenSSL reads.
EvpKey read_as_version_1(OneAsymmetricKey& key) {
    require(ASN1_INTEGER_set(key.version, 0) == 1);
    unsigned char* der = nullptr;
    const int size = ASN1_item_i2d(reinterpret_cast<ASN1_VALUE*>(&key), &der, ASN1_ITEM_rptr(OneAsymmetricKey));
    require(size > 0);
    const unsigned char* at = der;
    const PrivateKeyInfo info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, size));
    OPENSSL_clear_free(der, static_cast<std::size_t>(size));
    return EvpKey(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
}

bool belongs_to(const ASN1_BIT_STRING& claimed, EVP_PKEY* key) {
    X509_PUBKEY* written = nullptr;
    require(X509_PUBKEY_set(&written, key) == 1);
    const Owned<X509_PUBKEY> owner(written);
    const unsigned char* bits = nullptr;
    int size = 0;
    require(X509_PUBKEY_get0_param(nullptr, &bits, &size, nullptr, written) == 1);
    return std::ranges::equal(ByteView(claimed.data, static_cast<std::size_t>(claimed.length)),
                              ByteView(bits, static_cast<std::size_t>(size)));
}

}  // namespace

EvpKey read_one_asymmetric_key(const unsigned char** at, long size) {
    const Owned<OneAsymmetricKey> read = parse(at, size);
    // RFC 5958 section 2: with a public key the version is v2, which is written as 1.
    if (!read || read->public_key == nullptr || ASN1_INTEGER_get(read->version) != 1) return nullptr;
    const Owned<ASN1_BIT_STRING> claimed(std::exchange(read->public_key, nullptr));
    EvpKey key = read_as_version_1(*read);
    return key && belongs_to(*claimed, key.get()) ? std::move(key) : nullptr;
}

}  // namespace watchword::jose::detail
