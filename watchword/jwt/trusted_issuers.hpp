#pragma once
/// Several issuers, each with keys of its own (RFC 8725 section 3.8: a key must belong to the issuer that the token
/// names).

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace watchword::jwt {

/// Immutable; thread-safe as far as its key sources are.
class TrustedIssuers {
  public:
    /// Throws std::invalid_argument for an issuer whose key source is null.
    explicit TrustedIssuers(std::map<std::string, std::shared_ptr<const KeySource>, std::less<>> keys);
    /// Null for an issuer that is not trusted.
    const KeySource* find(std::string_view issuer) const noexcept;

  private:
    std::map<std::string, std::shared_ptr<const KeySource>, std::less<>> keys_;
};

/// Reads `iss` without believing it, then verifies with that issuer's keys only, and demands that very `iss`. Two
/// issuers may use the same kid. `required.issuer` is looked at as well: Issuer::any() leaves the decision to
/// `issuers`. Errors: as the other `verify`; malformed, wrong_issuer, missing_claim and invalid_claim of `iss` come
/// before all but too_large.
Result<Claims> verify(std::string_view token, const TrustedIssuers& issuers, const Requirements& required,
                      TimePoint now);

}  // namespace watchword::jwt
