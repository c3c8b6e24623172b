#pragma once
/// Why a token is accepted or refused, check by check: for people at a terminal or a workbench, never for decisions.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

enum class Outcome : std::uint8_t { passed, failed, skipped };

/// "passed", "failed" or "skipped".
std::string_view name(Outcome outcome) noexcept;

/// One check. What a token says stands in the sentence quoted, without control characters and cut to a bearable length.
struct Check {
    /// A stable name: format, header, algorithm, critical, type, key, signature, claims, issuer, audience, expiry,
    /// not_before, issued_at, age, subject or required_claims.
    std::string_view name;
    Outcome outcome;
    /// What was expected and what was found, times as seconds from `now`.
    std::string sentence;
    /// Set exactly if the check failed.
    std::optional<Error> error{};
};

/// All checks in the order of `verify`. A check that lacks what it needs, because an earlier one failed, is skipped.
struct Explanation {
    std::vector<Check> checks;
    /// Compact JSON as the token has it, or empty if it cannot be read. Anybody can have written it unless `verified`.
    std::string header{};
    std::string claims{};

    /// True if every check passed: exactly when `verify` accepts the token.
    bool verified() const noexcept;
    /// The first failure, which is the error of `verify`; null if there is none.
    const Error* error() const noexcept;
};

/// Runs the very checks of `verify`, but does not stop at the first failure. Thread-safe; no I/O unless `keys` does it.
Explanation explain(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now);

}  // namespace watchword::jwt
