#pragma once
/// The sentence that `explain` says about a check: expected and found, whether it passed or failed.

#include <watchword/jwt/checks.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt::sentences {

/// In quotes, cut, and with everything but printable ASCII shown as '?': a token must not write to a terminal.
std::string quoted(std::string_view text);
/// Seconds with at most three digits of fraction, such as "12 s" or "0.25 s"; never negative.
std::string span(Milliseconds time);
/// In the order of the enumeration.
std::vector<jose::Algorithm> members_of(const jose::AlgorithmSet& algorithms);

std::string of_algorithm(const Header& header, const Requirements& required);
std::string of_critical(const Header& header, const Requirements& required);
std::string of_type(const Header& header, const Requirements& required);

/// The key that was found, by algorithm, kid and fingerprint.
std::string of_key(const jose::VerificationKey& key);
/// The key that was asked for in vain.
std::string of_missing_key(const Header& header, const Error& error);

std::string of_issuer(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_audience(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_expiry(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_not_before(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_issued_at(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_age(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_authentication_age(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_subject(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_required_claims(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_profile(const checks::RegisteredClaims& claims, const Requirements& required, TimePoint now);
std::string of_revocation(const Requirements& required);

}  // namespace watchword::jwt::sentences
