#pragma once
/// What has been revoked before it expired. `verify` asks about tokens that are valid otherwise.

#include <watchword/jwt/claims.hpp>

#include <functional>
#include <set>
#include <string>
#include <unordered_set>

namespace watchword::jwt {

/// Knows which valid tokens are not to be accepted any more.
class Revocations {
  public:
    virtual ~Revocations() = default;
    /// Thread-safe; must not block.
    virtual bool is_revoked(const Claims& claims) const noexcept = 0;
};

/// A fixed set of token ids (`jti`). A token without one is not revoked.
class RevokedIds final : public Revocations {
  public:
    explicit RevokedIds(const std::unordered_set<std::string>& ids) : ids_(ids.begin(), ids.end()) {}
    bool is_revoked(const Claims& claims) const noexcept override;

  private:
    std::set<std::string, std::less<>> ids_;
};

}  // namespace watchword::jwt
