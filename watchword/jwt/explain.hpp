#pragma once
/// Why a token is accepted or refused, check by check, and what is unwise about it: for people at a terminal or a
/// workbench, never for decisions.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/algorithms.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/lint.hpp>
#include <watchword/jwt/requirements.hpp>

#include <cstddef>
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
    /// not_before, issued_at, age, authentication_age, subject, required_claims, profile or revocation.
    std::string_view name;
    Outcome outcome;
    /// What was expected and what was found, times as seconds from `now`.
    std::string sentence;
    /// Set exactly if the check failed.
    std::optional<Error> error{};
};

/// A key as it may be shown to people, shared secrets included.
struct KeyDescription {
    /// Empty if it has none.
    std::string kid;
    jose::Algorithm algorithm;
    /// jose::fingerprint: the RFC 7638 thumbprint of a public key; of a shared secret a keyed one, which tells nothing.
    std::string fingerprint;

    friend bool operator==(const KeyDescription&, const KeyDescription&) = default;
};

/// What the token's times are off `now`: positive ahead of it, negative behind it. Empty where the token has no such
/// time, or none that can be read. No leeway is in them.
struct Skew {
    std::optional<Milliseconds> expiry{};
    std::optional<Milliseconds> not_before{};
    std::optional<Milliseconds> issued_at{};
};

/// How large the token is, and what it may be.
struct TokenSize {
    /// What browsers keep of a cookie at least: the sum of its name, value and attributes (RFC 6265 section 6.1).
    static constexpr std::size_t cookie_limit = 4096;

    /// Of the token as it was handed in.
    std::size_t bytes = 0;
    /// Requirements::max_bytes.
    std::size_t max_bytes = 0;
    /// As the value of a Set-Cookie field: "__Host-access_token=", the token, "; Path=/; Secure; HttpOnly;
    /// SameSite=Lax". Each byte counts.
    std::size_t cookie_bytes = 0;

    bool fits_in_a_cookie() const noexcept { return cookie_bytes <= cookie_limit; }
};

/// All checks in the order of `verify`. A check that lacks what it needs, because an earlier one failed, is skipped.
struct Explanation {
    std::vector<Check> checks;
    /// Compact JSON as the token has it, or empty if it cannot be read. Anybody can have written it unless `verified`.
    /// Of an encrypted token the header only.
    std::string header{};
    std::string claims{};
    /// The key that the signature was checked with; empty if none was found.
    std::optional<KeyDescription> key{};
    /// What the source holds for the token's algorithm; if that is not allowed or cannot be read, for every allowed
    /// one. Empty for sources that do not tell.
    std::vector<KeyDescription> expected_keys{};
    Skew skew{};
    TokenSize size{};
    /// In a stable order; none of them says anything about the verdict.
    std::vector<Finding> findings{};

    /// True if every check passed: exactly when `verify` accepts the token.
    bool verified() const noexcept;
    /// The first failure, which is the error of `verify`; null if there is none.
    const Error* error() const noexcept;
};

/// Runs the very checks of `verify`, but does not stop at the first failure. Thread-safe; no I/O unless `keys` does it.
Explanation explain(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now);

}  // namespace watchword::jwt
