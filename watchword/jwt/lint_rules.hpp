#pragma once
/// The rules behind `Finding`, one small function each, in the tables whose order is the order of the findings.
/// Internal to jwt.

#include <watchword/base/clock.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/keys.hpp>
#include <watchword/jwt/lint.hpp>
#include <watchword/jwt/requirements.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt::lint {

/// What there is to look at; all of it must outlive the look.
struct Subject {
    std::string_view token;
    /// Of the token as a cookie, with name and attributes.
    std::size_t cookie_bytes;
    /// Empty if they cannot be read.
    std::optional<jose::json::Value> header;
    std::optional<jose::json::Value> claims;
    /// Every key that is known to be held for an allowed algorithm, `key` among them.
    std::vector<jose::VerificationKey> keys;
    /// The one that was used on the signature.
    std::optional<jose::VerificationKey> key;
    const Requirements& required;
    TimePoint now;

    /// A text of the header or the claims; empty if it is not there or no text.
    static std::optional<std::string_view> text(const std::optional<jose::json::Value>& object, std::string_view name);
    static bool has(const std::optional<jose::json::Value>& object, std::string_view name);
    /// A time among the claims.
    std::optional<TimePoint> time(std::string_view claim) const;
    /// Whether the requirements demand an access token (RFC 9068).
    bool access_token_is_expected() const;
};

struct Rule {
    std::string_view code;
    Severity severity;
    /// The sentence if there is something to find.
    std::optional<std::string> (*look)(const Subject&);
};

/// What is wrong with the token as a text, and its header.
std::span<const Rule> rules_of_form() noexcept;
std::span<const Rule> rules_of_claims() noexcept;
std::span<const Rule> rules_of_keys() noexcept;
std::span<const Rule> rules_of_requirements() noexcept;

/// All that was found.
std::vector<Finding> look_at(const Subject& subject);

}  // namespace watchword::jwt::lint
