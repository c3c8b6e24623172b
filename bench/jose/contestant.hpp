#pragma once
/// What a contestant written in C or C++ implements; `serve` speaks the protocol of README.md for it.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "token_set.hpp"

namespace bench::jose {

/// One library with the keys of one algorithm prepared as its users would prepare them.
class Contestant {
  public:
    virtual ~Contestant() = default;
    /// Verifies, then reads `sub` and `tenant`. The sum of their lengths, or 0 if the token is refused.
    virtual std::size_t verify(const std::string& token) = 0;
    /// Builds and signs a token that says all of `claims` and the setting.
    virtual std::string issue(const TokenClaims& claims) = 0;
    /// Signs a claims set that is JSON already. Empty if the library has no such call.
    virtual std::string issue_json(const std::string& json);
    /// Called once before verifications are timed; `tokens` are those that will come.
    virtual void prepare(const std::vector<std::string>& tokens);
};

struct Description {
    std::string version;
    /// The kinds of wrong tokens that it claims to refuse, separated by spaces.
    std::string checks;
    /// Null for an algorithm that the library does not have.
    std::function<std::unique_ptr<Contestant>(std::string_view algorithm, const TokenSet& tokens)> open;
    /// One contestant may verify in several threads at once.
    bool thread_safe = false;
};

inline constexpr std::string_view all_checks = "signature payload none expired not_yet_valid issuer audience type";

/// `main` of a contestant: arguments FOLDER TYPE, then commands on standard input until it ends.
int serve(int argument_count, char** arguments, const Description& description);

}  // namespace bench::jose
