#pragma once
/// Watchword through its public API, as in the tutorial.

#include <watchword/jose/keys.hpp>
#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/verify.hpp>

#include "../contestant.hpp"

namespace bench::jose {

class WatchwordContestant : public Contestant {
  public:
    WatchwordContestant(watchword::jose::SigningKey key, const TokenSet& set);
    std::size_t verify(const std::string& token) override;
    std::string issue(const TokenClaims& claims) override;
    std::string issue_json(const std::string& json) override;

  protected:
    virtual watchword::Result<watchword::jwt::Claims> claims_of(const std::string& token);

    const Setting& setting_;
    std::string typ_;
    watchword::jwt::StaticKeys keys_;
    watchword::jose::SigningKey signing_key_;
    watchword::jwt::Requirements required_;
    watchword::SystemClock clock_;
};

/// Empty for an algorithm that is none.
std::optional<watchword::jose::SigningKey> find_signing_key(std::string_view algorithm, const TokenSet& set);

}  // namespace bench::jose
