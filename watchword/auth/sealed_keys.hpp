#pragma once
/// A signing key between its two lives: usable in memory, sealed in the store.

#include <watchword/auth/records/key_record.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/keys.hpp>

namespace watchword::auth {

/// Seals and opens private JWKs under a key derived from the master key, each bound to its kid. Thread-safe.
class KeySealer {
  public:
    /// `master_key` has 32 bytes.
    explicit KeySealer(const SecretBytes& master_key);
    /// A fresh key, its RFC 7638 thumbprint as kid, published from `now`; it signs from `signs_from`.
    KeyRecord generate(jose::Algorithm algorithm, TimePoint now, TimePoint signs_from, Random& random) const;
    /// Errors: wrong_master_key, and invalid_key if the store holds something else than it should.
    Result<jose::SigningKey> open(const KeyRecord& record) const;

  private:
    SecretBytes key_;
};

}  // namespace watchword::auth
