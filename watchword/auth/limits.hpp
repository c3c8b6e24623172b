#pragma once
/// How often may somebody try? GCRA per address and per account, in bounded memory.
/// Failures close an account, whoever makes them; but not to an address from which its owner has signed in lately,
/// which has failures of its own. So nobody is locked out by strangers who go on failing in their name.

#include <watchword/auth/settings.hpp>
#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>

#include <memory>
#include <string_view>

namespace watchword::auth {

/// Whether limits can tell an end user by this text: an IPv4 or IPv6 address.
bool is_ip_address(std::string_view text);

/// Thread-safe. The keys are hashed with a per-process secret, so that nobody can aim for collisions.
class SignInLimits {
  public:
    SignInLimits(const LimitSettings& settings, Random& random);
    ~SignInLimits();
    /// Counts an attempt from `address` and looks whether the account is open. Error: rate_limited with retry_after.
    Result<void> admit(std::string_view address, std::string_view account, TimePoint now);
    /// Counts a failed sign-in to `account`, whether it exists or not.
    void note_failure(std::string_view address, std::string_view account, TimePoint now);
    /// A success opens the account again, and makes the address familiar to it.
    void note_success(std::string_view address, std::string_view account, TimePoint now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::auth
