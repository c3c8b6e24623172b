#include <watchword/jose/digest.hpp>

#include <stdexcept>

namespace watchword::jose::detail {

const EVP_MD* digest_of(Algorithm algorithm) {
    static const std::array<Digest, 3> digests{
        Digest(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
        Digest(EVP_MD_fetch(nullptr, "SHA384", nullptr)),
        Digest(EVP_MD_fetch(nullptr, "SHA512", nullptr)),
    };
    const std::size_t size = traits(algorithm).digest_size;
    for (const Digest& digest : digests) {
        require(digest != nullptr);
        if (static_cast<std::size_t>(EVP_MD_get_size(digest.get())) == size) return digest.get();
    }
    throw std::runtime_error("the algorithm has no hash");
}

EVP_MD_CTX* thread_digest_context() noexcept {
    thread_local const DigestContext context(EVP_MD_CTX_new());
    return context.get();
}

bool hash(const EVP_MD* digest, std::string_view text, DigestBytes& out) noexcept {
    EVP_MD_CTX* const context = thread_digest_context();
    return context != nullptr && EVP_DigestInit_ex(context, digest, nullptr) == 1 &&
           EVP_DigestUpdate(context, text.data(), text.size()) == 1 &&
           EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
}

}  // namespace watchword::jose::detail
