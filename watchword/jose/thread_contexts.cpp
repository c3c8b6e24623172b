#include <watchword/jose/digest.hpp>
#include <watchword/jose/thread_contexts.hpp>

#include <array>
#include <atomic>

#include <openssl/rsa.h>

namespace watchword::jose::detail {
namespace {

std::uint64_t next_number() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

// Keys made one after the other get different slots; with more than this many in turn, a context is prepared anew
// (3 us) where two of them meet.
constexpr std::size_t slots = 32;

struct Slot {
    std::uint64_t number = 0;
    KeyContext context;
};

// RFC 7518 section 3.5: MGF1 with the same hash, a salt as long as the hash.
bool set_padding(EVP_PKEY_CTX* context, Family family, const EVP_MD* digest) noexcept {
    if (family == Family::rsa_pkcs1) return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    if (family != Family::rsa_pss) return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

PreparedKey::PreparedKey(Algorithm algorithm, Operation operation, EvpKey key)
    : algorithm_(algorithm),
      operation_(operation),
      key_(std::move(key)),
      digest_(digest_of(algorithm)),
      number_(next_number()) {
    require(context() != nullptr);
}

KeyContext PreparedKey::prepare() const noexcept {
    KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
    if (!context) return nullptr;
    const int started =
        operation_ == Operation::verify ? EVP_PKEY_verify_init(context.get()) : EVP_PKEY_sign_init(context.get());
    if (started != 1 || !set_padding(context.get(), traits(algorithm_).family, digest_) ||
        EVP_PKEY_CTX_set_signature_md(context.get(), digest_) != 1) {
        return nullptr;
    }
    return context;
}

EVP_PKEY_CTX* PreparedKey::context() const noexcept {
    thread_local std::array<Slot, slots> kept;
    Slot& slot = kept[number_ % slots];
    if (slot.number != number_) {
        slot.context = prepare();
        slot.number = slot.context ? number_ : 0;
    }
    return slot.context.get();
}

}  // namespace watchword::jose::detail
