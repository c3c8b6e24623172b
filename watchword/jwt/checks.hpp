#pragma once
/// The checks of a JWT, one small function each, in the tables whose order is the order of the errors.
/// `verify` runs them until one refuses, `explain` runs them all: two callers, one set of rules.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/compact.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/header.hpp>
#include <watchword/jwt/key_source.hpp>
#include <watchword/jwt/requirements.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace watchword::jwt::checks {

/// Empty if the check passed.
using Refusal = std::optional<Error>;

/// The claims that RFC 7519 section 4.1 registers, read and of the right type. Views into their document.
struct RegisteredClaims {
    jose::json::Value root;
    /// What the header says the token is signed with; empty if that is no algorithm.
    std::optional<jose::Algorithm> algorithm{};
    std::optional<std::string_view> issuer{};
    std::optional<std::string_view> subject{};
    std::optional<std::string_view> id{};
    /// RFC 8693 section 4.3; of any type, because only some profiles ask for it.
    std::optional<jose::json::Value> client_id{};
    /// A string, or an array of strings.
    std::optional<jose::json::Value> audience{};
    std::optional<TimePoint> expires_at{};
    std::optional<TimePoint> not_before{};
    std::optional<TimePoint> issued_at{};
};

/// Three segments; only the signature may be empty, which `algorithm` or `signature` refuses. Errors: too_large,
/// malformed.
Result<jose::Segments> format(std::string_view token, const Requirements& required);

Refusal algorithm(const Header& header, const Requirements& required);
Refusal critical(const Header& header, const Requirements& required);
Refusal type(const Header& header, const Requirements& required);

/// To be called when `algorithm` has passed. Errors: unknown_key, keys_unavailable.
Result<jose::VerificationKey> key(const Header& header, const KeySource& keys);
/// Its serial, for whoever knows what that key verifies. Errors: unknown_key, keys_unavailable.
Result<std::uint64_t> key_serial(const Header& header, const KeySource& keys);
/// Errors: malformed (also if there is none), bad_signature.
Refusal signature(const jose::Segments& segments, const jose::VerificationKey& key);

/// Decodes and parses the payload. Errors: malformed, too_large.
Result<jose::json::Document> payload(const jose::Segments& segments);
/// Reads those of `claims.root` to their places. Error: invalid_claim.
Refusal registered_claims(RegisteredClaims& claims);

Refusal issuer(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal audience(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal expiry(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal not_before(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal issued_at(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal age(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal authentication_age(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal subject(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
Refusal required_claims(const RegisteredClaims& claims, const Requirements& required, TimePoint now);
/// Errors: wrong_type (a claim shows that this is a token of another kind), missing_claim, invalid_claim,
/// wrong_audience.
Refusal profile(const RegisteredClaims& claims, const Requirements& required, TimePoint now);

/// To be called when all others have passed, on what they passed. Error: revoked.
Refusal revocation(const Claims& claims, const Requirements& required);

struct HeaderCheck {
    std::string_view name;
    Refusal (*run)(const Header&, const Requirements&);
};
inline constexpr std::array<HeaderCheck, 3> of_header{{
    {"algorithm", algorithm},
    {"critical", critical},
    {"type", type},
}};

struct ClaimCheck {
    std::string_view name;
    Refusal (*run)(const RegisteredClaims&, const Requirements&, TimePoint);
};
inline constexpr std::array<ClaimCheck, 10> of_claims{{
    {"issuer", issuer},
    {"audience", audience},
    {"expiry", expiry},
    {"not_before", not_before},
    {"issued_at", issued_at},
    {"age", age},
    {"authentication_age", authentication_age},
    {"subject", subject},
    {"required_claims", required_claims},
    {"profile", profile},
}};

/// Runs the checks of the header in their order; what the first one says that refuses.
Refusal header(const Header& header, const Requirements& required);
/// The same for the claims. Asks nobody, so it may run behind a lock.
Refusal claims(const RegisteredClaims& claims, const Requirements& required, TimePoint now);

/// Whether tokens of that profile may have that `typ`. Plain ones may have any: Requirements::type decides.
bool accepts_type(Profile profile, std::optional<std::string_view> typ) noexcept;
/// Whether `aud`, a string or an array of strings, contains an accepted one.
bool contains(const jose::json::Value& audience, const Audience& accepted);
/// The leeway that is in force: never negative, at most 10 minutes.
Seconds leeway(const Requirements& required) noexcept;
/// The first required claim that is not there; a null is not there. Empty if all are.
std::optional<std::string_view> first_missing(const RegisteredClaims& claims, const Requirements& required) noexcept;

}  // namespace watchword::jwt::checks
