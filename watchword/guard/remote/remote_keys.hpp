#pragma once
/// A JWK Set fetched over HTTP, for guards that run apart from the issuer.

#include <watchword/base/clock.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/key_source.hpp>

#include <memory>
#include <string>

namespace watchword::guard {

/// Where the set is fetched, how long it serves, and what a fetch may cost.
struct RemoteKeysOptions {
    /// https, or http on a loopback host.
    std::string url;
    /// A set is fresh this long, or as long as Cache-Control max-age says, between 10 seconds and one day.
    Seconds fresh{300};
    /// After a failed refresh the old set serves on this long (stale-if-error).
    Seconds stale_if_error{24 * 3600};
    /// The least time between two fetches for a kid that is not in the set.
    Seconds unknown_kid_cooldown{30};
    Milliseconds connect_timeout{2000};
    Milliseconds total_timeout{5000};
    std::size_t max_bytes = 512 * 1024;
    jose::JwkDefaults defaults{jose::Algorithm::RS256, std::nullopt};
};

/// Thread-safe. Whoever has its key is never blocked by a fetch: only the first use and an unknown kid wait, all of
/// them for the same one fetch (single flight). Redirects are not followed. HMAC keys in a fetched set are ignored.
class RemoteKeys final : public jwt::KeySource {
  public:
    /// Errors: invalid_configuration for a URL that is not https (or http on loopback), keys_unavailable if libcurl is
    /// not installed. `clock` must outlive the source.
    static Result<std::unique_ptr<RemoteKeys>> create(RemoteKeysOptions options, const Clock& clock);
    ~RemoteKeys() override;
    Result<jose::VerificationKey> find(const jwt::KeyQuery& query) const override;
    /// Of the set that was fetched last, if it still serves.
    std::vector<jose::VerificationKey> candidates(const jwt::KeyQuery& query) const override;

  private:
    class Cache;
    explicit RemoteKeys(std::unique_ptr<Cache> cache) noexcept;
    std::unique_ptr<Cache> cache_;
};

}  // namespace watchword::guard
