#pragma once
/// Prepared OpenSSL contexts, one a thread and key: no lock, no set-up and no allocation where signatures are made
/// and checked.

#include <watchword/jose/key_material.hpp>

#include <cstdint>

namespace watchword::jose::detail {

enum class Operation : std::uint8_t { verify, sign };

/// A key and the one thing that is done with it. Never copied, so that its number names it for ever.
class PreparedKey {
  public:
    /// Throws std::runtime_error if OpenSSL cannot do the operation with this key.
    PreparedKey(Algorithm algorithm, Operation operation, EvpKey key);
    PreparedKey(const PreparedKey&) = delete;
    PreparedKey& operator=(const PreparedKey&) = delete;

    EVP_PKEY* key() const noexcept { return key_.get(); }
    const EVP_MD* digest() const noexcept { return digest_; }

    /// This thread's context, ready for EVP_PKEY_verify or EVP_PKEY_sign; null if memory is out. The thread keeps it,
    /// and with it the key, until another key takes its place or the thread ends.
    EVP_PKEY_CTX* context() const noexcept;

  private:
    KeyContext prepare() const noexcept;

    const Algorithm algorithm_;
    const Operation operation_;
    const EvpKey key_;
    const EVP_MD* const digest_;
    const std::uint64_t number_;
};

}  // namespace watchword::jose::detail
