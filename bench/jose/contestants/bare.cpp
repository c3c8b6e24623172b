/// No token library at all: the signature of a prepared signing input, by the cheapest public call there is, everything
/// prepared once. What a library adds to this is its price. ECDSA signatures are held ready in DER, as OpenSSL wants
/// them; nothing is split, decoded or parsed.

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>

#include "../contestant.hpp"
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sodium.h>

namespace {

using bench::jose::Contestant;
using bench::jose::TokenClaims;
using bench::jose::TokenSet;
using Digest = std::array<unsigned char, 32>;

struct Deleter {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    void operator()(EVP_MD* digest) const noexcept { EVP_MD_free(digest); }
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
    void operator()(ECDSA_SIG* signature) const noexcept { ECDSA_SIG_free(signature); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

void must(bool ok) {
    if (!ok) throw std::runtime_error("OpenSSL or libsodium refused");
}

Owned<EVP_PKEY> read_pem(const std::string& pem) {
    const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    must(key != nullptr);
    return key;
}

std::string decode(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    must(sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                           nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0);
    bytes.resize(size);
    return bytes;
}

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Has the signature of each token ready, in the form that the call wants.
class Bare : public Contestant {
  public:
    explicit Bare(const TokenSet& set) {
        for (const TokenClaims& claims : set.claims())
            sizes_.push_back(claims.subject.size() + claims.tenant.size());
    }
    void prepare(const std::vector<std::string>& tokens) override {
        first_ = tokens.data();
        for (const std::string& token : tokens)
            signatures_.push_back(native_signature(decode(std::string_view(token).substr(token.rfind('.') + 1))));
    }
    std::size_t verify(const std::string& token) override {
        if (!is_prepared(token)) return verify_unprepared(token);
        const auto at = static_cast<std::size_t>(&token - first_);
        return verify_signature(signing_input(token), signatures_[at]) ? sizes_[at] : 0;
    }
    std::string issue(const TokenClaims&) override { return sign(input_); }

  protected:
    virtual bool verify_signature(std::string_view input, std::string_view signature) = 0;
    virtual std::string sign(std::string_view input) = 0;
    virtual std::string native_signature(std::string signature) { return signature; }

  private:
    static constexpr std::size_t input_size = 455;
    static std::string_view signing_input(const std::string& token) {
        return std::string_view(token).substr(0, input_size);
    }
    /// By its place in memory, which costs nothing.
    bool is_prepared(const std::string& token) const {
        const std::less_equal<> not_after;
        return first_ != nullptr && not_after(first_, &token) && not_after(&token, first_ + signatures_.size() - 1);
    }
    std::size_t verify_unprepared(const std::string& token) {
        const std::size_t dot = token.rfind('.');
        if (dot + 1 == token.size()) return 0;
        const std::string signature = native_signature(decode(std::string_view(token).substr(dot + 1)));
        return verify_signature(std::string_view(token).substr(0, dot), signature) ? sizes_.front() : 0;
    }

    std::vector<std::size_t> sizes_;
    std::vector<std::string> signatures_;
    const std::string* first_ = nullptr;
    std::string input_ = std::string(input_size, 'a');
};

/// HMAC from the states after the inner and the outer block, copied for each token.
class BareHmac final : public Bare {
  public:
    explicit BareHmac(const TokenSet& set) : Bare(set) {
        const std::string secret = set.file("HS256.secret");
        start(inner_.get(), secret, 0x36);
        start(outer_.get(), secret, 0x5c);
    }

  protected:
    bool verify_signature(std::string_view input, std::string_view signature) override {
        const Digest tag = hmac(input);
        return signature.size() == tag.size() && CRYPTO_memcmp(signature.data(), tag.data(), tag.size()) == 0;
    }
    std::string sign(std::string_view input) override {
        const Digest tag = hmac(input);
        return {tag.begin(), tag.end()};
    }

  private:
    void start(EVP_MD_CTX* context, const std::string& secret, unsigned char pad) {
        std::array<unsigned char, 64> block{};
        std::copy(secret.begin(), secret.end(), block.begin());
        for (unsigned char& byte : block)
            byte ^= pad;
        must(EVP_DigestInit_ex2(context, sha256_.get(), nullptr) == 1);
        must(EVP_DigestUpdate(context, block.data(), block.size()) == 1);
    }
    Digest hmac(std::string_view input) {
        Digest digest;
        EVP_MD_CTX_copy_ex(scratch_.get(), inner_.get());
        EVP_DigestUpdate(scratch_.get(), input.data(), input.size());
        EVP_DigestFinal_ex(scratch_.get(), digest.data(), nullptr);
        EVP_MD_CTX_copy_ex(scratch_.get(), outer_.get());
        EVP_DigestUpdate(scratch_.get(), digest.data(), digest.size());
        EVP_DigestFinal_ex(scratch_.get(), digest.data(), nullptr);
        return digest;
    }

    Owned<EVP_MD> sha256_{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    Owned<EVP_MD_CTX> inner_{EVP_MD_CTX_new()};
    Owned<EVP_MD_CTX> outer_{EVP_MD_CTX_new()};
    Owned<EVP_MD_CTX> scratch_{EVP_MD_CTX_new()};
};

/// RSA and ECDSA: one digest context and one key context each way, initialised once.
class BarePublicKey final : public Bare {
  public:
    BarePublicKey(const TokenSet& set, std::string_view algorithm)
        : Bare(set),
          is_ecdsa_(algorithm == "ES256"),
          key_(read_pem(set.file(std::string(algorithm) + ".private.pem"))),
          verifying_(EVP_PKEY_CTX_new(key_.get(), nullptr)),
          signing_(EVP_PKEY_CTX_new(key_.get(), nullptr)) {
        must(EVP_PKEY_verify_init(verifying_.get()) == 1 && EVP_PKEY_sign_init(signing_.get()) == 1);
        for (EVP_PKEY_CTX* context : {verifying_.get(), signing_.get()}) {
            must(EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1);
            if (!is_ecdsa_) must(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1);
        }
    }

  protected:
    bool verify_signature(std::string_view input, std::string_view signature) override {
        const Digest hash = digest(input);
        return EVP_PKEY_verify(verifying_.get(), octets(signature), signature.size(), hash.data(), hash.size()) == 1;
    }
    std::string sign(std::string_view input) override {
        const Digest hash = digest(input);
        std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
        std::size_t size = signature.size();
        must(EVP_PKEY_sign(signing_.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, hash.data(),
                           hash.size()) == 1);
        signature.resize(size);
        return signature;
    }
    std::string native_signature(std::string signature) override {
        if (!is_ecdsa_) return signature;
        const Owned<ECDSA_SIG> numbers(ECDSA_SIG_new());
        must(signature.size() == 64);
        must(ECDSA_SIG_set0(numbers.get(), BN_bin2bn(octets(signature), 32, nullptr),
                            BN_bin2bn(octets(signature) + 32, 32, nullptr)) == 1);
        unsigned char* der = nullptr;
        const int size = i2d_ECDSA_SIG(numbers.get(), &der);
        must(size > 0);
        std::string result(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
        OPENSSL_free(der);
        return result;
    }

  private:
    Digest digest(std::string_view input) {
        Digest hash;
        EVP_DigestInit_ex2(digesting_.get(), sha256_.get(), nullptr);
        EVP_DigestUpdate(digesting_.get(), input.data(), input.size());
        EVP_DigestFinal_ex(digesting_.get(), hash.data(), nullptr);
        return hash;
    }

    bool is_ecdsa_;
    Owned<EVP_PKEY> key_;
    Owned<EVP_PKEY_CTX> verifying_;
    Owned<EVP_PKEY_CTX> signing_;
    Owned<EVP_MD> sha256_{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    Owned<EVP_MD_CTX> digesting_{EVP_MD_CTX_new()};
};

/// Ed25519 by libsodium, which is twice as fast as OpenSSL 3.0.
class BareEd25519 final : public Bare {
  public:
    explicit BareEd25519(const TokenSet& set) : Bare(set) {
        const Owned<EVP_PKEY> key = read_pem(set.file("EdDSA.private.pem"));
        std::array<unsigned char, 32> seed;
        std::size_t size = seed.size();
        must(EVP_PKEY_get_raw_private_key(key.get(), seed.data(), &size) == 1);
        must(crypto_sign_seed_keypair(public_.data(), private_.data(), seed.data()) == 0);
    }

  protected:
    bool verify_signature(std::string_view input, std::string_view signature) override {
        return signature.size() == crypto_sign_BYTES &&
               crypto_sign_verify_detached(octets(signature), octets(input), input.size(), public_.data()) == 0;
    }
    std::string sign(std::string_view input) override {
        std::string signature(crypto_sign_BYTES, '\0');
        crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, octets(input), input.size(),
                             private_.data());
        return signature;
    }

  private:
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> private_;
};

std::unique_ptr<Contestant> open(std::string_view algorithm, const TokenSet& set) {
    must(sodium_init() >= 0);
    if (algorithm == "HS256") return std::make_unique<BareHmac>(set);
    if (algorithm == "EdDSA") return std::make_unique<BareEd25519>(set);
    if (algorithm == "RS256" || algorithm == "ES256") return std::make_unique<BarePublicKey>(set, algorithm);
    return nullptr;
}

}  // namespace

int main(int argument_count, char** arguments) {
    std::string version = OpenSSL_version(OPENSSL_VERSION_STRING);
    version += ", libsodium ";
    version += sodium_version_string();
    return bench::jose::serve(argument_count, arguments, {version, "signature payload none", open});
}
