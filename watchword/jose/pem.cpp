#include <watchword/jose/evp_material.hpp>
#include <watchword/jose/key_material.hpp>
#include <watchword/jose/pem.hpp>

#include <algorithm>
#include <array>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace watchword::jose {
namespace {

using detail::EvpKey;

constexpr std::size_t largest_pem = 64 * 1024;

enum class Content : std::uint8_t { public_key, private_key };

struct ReadKey {
    EvpKey key;
    Content content;
};

EVP_PKEY* read_certificate(EVP_PKEY**, const unsigned char** at, long size) {
    const detail::Certificate certificate(d2i_X509(nullptr, at, size));
    return certificate ? X509_get_pubkey(certificate.get()) : nullptr;
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
    {"PRIVATE KEY", Content::private_key, d2i_AutoPrivateKey},
    {"RSA PRIVATE KEY", Content::private_key, read_rsa_private},
    {"EC PRIVATE KEY", Content::private_key, read_ec_private},
}};

/// One encapsulated block. Its bytes may be private and are wiped.
class Block {
  public:
    explicit Block(BIO* bio) : found_(PEM_read_bio(bio, &label_, &header_, &data_, &size_) == 1) {}
    ~Block() {
        OPENSSL_free(label_);
        OPENSSL_free(header_);
        OPENSSL_clear_free(data_, static_cast<std::size_t>(size_));
    }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

    bool found() const noexcept { return found_; }
    std::string_view label() const noexcept { return label_; }
    /// The encryption of RFC 1421 announces itself in the block's header.
    bool encrypted() const noexcept { return *header_ != '\0' || label() == "ENCRYPTED PRIVATE KEY"; }

    Result<ReadKey> key() const {
        if (encrypted()) return Error{Error::invalid_key, "the key is encrypted; decrypt it first"};
        const auto* const form = std::ranges::find(forms, label(), &Form::label);
        if (form == forms.end()) return Error{Error::invalid_key, "PEM of this kind holds no key"};
        const unsigned char* at = data_;
        EvpKey key(form->read(nullptr, &at, size_));
        if (!key || at != data_ + size_) return Error{Error::invalid_key, "the PEM block cannot be decoded"};
        return ReadKey{std::move(key), form->content};
    }

  private:
    char* label_ = nullptr;
    char* header_ = nullptr;
    unsigned char* data_ = nullptr;
    long size_ = 0;
    bool found_;
};

bool reached_the_end() {
    const unsigned long error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

Result<ReadKey> read_blocks(BIO* bio) {
    std::optional<ReadKey> only;
    for (;;) {
        const Block block(bio);
        if (!block.found()) break;
        // `openssl ecparam -genkey` writes the curve in a block of its own, before the key.
        if (block.label() == "EC PARAMETERS") continue;
        if (only) return Error{Error::invalid_key, "more than one key"};
        Result<ReadKey> key = block.key();
        if (!key) return key.error();
        only = std::move(*key);
    }
    if (!reached_the_end() || !only) return Error{Error::invalid_key, "not PEM"};
    return std::move(*only);
}

Result<ReadKey> read_key(std::string_view pem) {
    if (pem.size() > largest_pem) return Error{Error::invalid_key, "more than 64 KiB"};
    const detail::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!bio) return Error{Error::invalid_key, "empty"};
    ERR_clear_error();
    Result<ReadKey> key = read_blocks(bio.get());
    ERR_clear_error();
    return key;
}

std::string_view written(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Result<VerificationKey> import_verification_key_pem(Algorithm algorithm, std::string_view pem, std::string kid) {
    if (is_symmetric(algorithm)) return Error{Error::invalid_key, "PEM holds no HMAC secret"};
    Result<ReadKey> read = read_key(pem);
    if (!read) return read.error();
    Result<detail::Material> material = detail::make_public(algorithm, std::move(read->key), std::move(kid));
    if (!material) return material.error();
    return VerificationKey(std::move(*material));
}

Result<SigningKey> import_signing_key_pem(Algorithm algorithm, std::string_view pem, std::string kid) {
    if (is_symmetric(algorithm)) return Error{Error::invalid_key, "PEM holds no HMAC secret"};
    Result<ReadKey> read = read_key(pem);
    if (!read) return read.error();
    if (read->content != Content::private_key) return Error{Error::invalid_key, "the key is public, it cannot sign"};
    Result<detail::Material> material = detail::make_private(algorithm, std::move(read->key), std::move(kid));
    if (!material) return material.error();
    return SigningKey(std::move(*material));
}

Result<Algorithm> algorithm_for_pem(std::string_view pem) {
    const Result<ReadKey> read = read_key(pem);
    if (!read) return read.error();
    if (EVP_PKEY_is_a(read->key.get(), "RSA") == 1) return Algorithm::RS256;
    if (EVP_PKEY_is_a(read->key.get(), "ED25519") == 1) return Algorithm::EdDSA;
    std::array<char, 64> group{};
    if (EVP_PKEY_get_utf8_string_param(read->key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(),
                                       nullptr) == 1) {
        if (const auto algorithm = find_algorithm_of_group(group.data())) return *algorithm;
    }
    return Error{Error::invalid_key, "no algorithm is known for this kind of key"};
}

Result<std::string> export_public_pem(const VerificationKey& key) {
    const EvpKey evp = key.material().public_half()->evp_key();
    if (!evp) return Error{Error::key_not_usable, "an HMAC key has no public half"};
    const detail::Bio bio(BIO_new(BIO_s_mem()));
    detail::require(bio && PEM_write_bio_PUBKEY(bio.get(), evp.get()) == 1);
    return std::string(written(bio.get()));
}

Result<SecretBytes> export_private_pem_in_the_clear(const SigningKey& key) {
    const EvpKey evp = key.material().evp_key();
    if (!evp) return Error{Error::key_not_usable, "an HMAC key has no PEM form"};
    const detail::Bio bio(BIO_new(BIO_s_secmem()));
    detail::require(bio &&
                    PEM_write_bio_PKCS8PrivateKey(bio.get(), evp.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return SecretBytes(written(bio.get()));
}

}  // namespace watchword::jose
