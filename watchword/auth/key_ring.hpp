#pragma once
/// The server's own keys: made when first needed, published before they sign, kept until their last token has died,
/// at rest only sealed under the master key.

#include <watchword/auth/ports/key_store.hpp>
#include <watchword/auth/settings.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/keys.hpp>
#include <watchword/jwt/key_source.hpp>

#include <memory>
#include <string>
#include <vector>

namespace watchword::auth {

enum class RotationTiming : std::uint8_t {
    after_publication,  ///< the new key signs once everybody can have seen it
    at_once,            ///< for emergencies: guards meet an unknown kid and fetch
};

/// Thread-safe; readers never wait for the store.
class KeyRing final : public jwt::KeySource {
  public:
    /// Opens the stored keys, makes the first one if there is none. `master_key` has 32 bytes. `store`, `settings` and
    /// `random` must outlive the ring. Errors: wrong_master_key, those of the store.
    static Result<std::unique_ptr<KeyRing>> open(KeyStore& store, SecretBytes master_key, const Settings& settings,
                                                 Random& random, TimePoint now);
    ~KeyRing() override;

    /// Reads the store again, e.g. after another process has rotated.
    Result<void> reload(TimePoint now);
    /// The key that signs at `now`, whatever its algorithm. There always is one.
    jose::SigningKey signing_key(TimePoint now) const;
    /// The public keys as a JWK Set (RFC 7517 section 5), ready to be sent.
    std::shared_ptr<const std::string> jwks_json() const;
    /// Our own tokens are verified with these.
    Result<jose::VerificationKey> find(const jwt::KeyQuery& query) const override;
    /// Makes a new key of the configured algorithm, to which all others give way; returns its kid.
    Result<std::string> rotate(RotationTiming timing, TimePoint now);
    /// Rotates, after publication, if another algorithm than before is configured; true if it did. For the server
    /// alone: commands may have been started with another configuration than the server's.
    Result<bool> follow_algorithm(TimePoint now);
    /// Removes keys whose last token has died.
    Result<std::size_t> remove_retired(TimePoint now);
    /// For people: kid, algorithm and times of all.
    Result<std::vector<KeyRecord>> list() const;

  private:
    struct State;
    explicit KeyRing(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::auth
