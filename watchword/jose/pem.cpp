#include <watchword/jose/key_forms.hpp>
#include <watchword/jose/key_material.hpp>
#include <watchword/jose/pem.hpp>

#include <optional>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace watchword::jose {
namespace {

using detail::EvpKey;
using detail::ReadKey;

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
        return detail::read_key(label(), ByteView(data_, static_cast<std::size_t>(size_)));
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

std::string_view written(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Result<ReadKey> detail::read_pem(std::string_view pem) {
    if (pem.size() > largest_key_file) return Error{Error::invalid_key, "more than 64 KiB"};
    if (pem.empty()) return Error{Error::invalid_key, "empty"};
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    detail::require(bio != nullptr);
    ERR_clear_error();
    Result<ReadKey> key = read_blocks(bio.get());
    ERR_clear_error();
    return key;
}

Result<VerificationKey> import_verification_key_pem(Algorithm algorithm, std::string_view pem, std::string kid) {
    auto material = detail::verifying_material(algorithm, detail::read_pem(pem), std::move(kid));
    if (!material) return material.error();
    return VerificationKey(std::move(*material));
}

Result<SigningKey> import_signing_key_pem(Algorithm algorithm, std::string_view pem, std::string kid) {
    auto material = detail::signing_material(algorithm, detail::read_pem(pem), std::move(kid));
    if (!material) return material.error();
    return SigningKey(std::move(*material));
}

Result<Algorithm> algorithm_for_pem(std::string_view pem) {
    return detail::implied_algorithm(detail::read_pem(pem));
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
