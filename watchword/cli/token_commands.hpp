#pragma once
/// The commands of the group `token`, and what they share.

#include <watchword/base/result.hpp>
#include <watchword/cli/command.hpp>
#include <watchword/cli/token_keys.hpp>
#include <watchword/jwt/requirements.hpp>

#include <string>
#include <vector>

namespace watchword::cli {

void add_token_issue(Command& group);
void add_token_verify(Command& group);
void add_token_decode(Command& group);
void add_token_explain(Command& group);

/// A token that was named, or the one on standard input. Errors: wrong_usage, too_large.
Result<std::string> read_token(const std::string& argument);

struct RequirementOptions {
    TokenKeyOptions keys;
    std::string token;
    std::vector<std::string> issuers;
    std::vector<std::string> audiences;
    bool any_issuer = false;
    bool any_audience = false;
    std::string type;
    std::string leeway = "0s";

    void add_to(Command& command);
    /// Standard input holds one thing. Error: wrong_usage.
    Result<void> check_standard_input() const;
    /// Whether a check that is not asked for is a mistake of the command line or just left out.
    enum class Unspecified : std::uint8_t { refused, accepted };
    /// Error: wrong_usage.
    Result<jwt::Requirements> require(const jose::AlgorithmSet& algorithms, Unspecified unspecified) const;
};

}  // namespace watchword::cli
