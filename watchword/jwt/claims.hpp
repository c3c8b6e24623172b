#pragma once
/// What a verified token says (RFC 7519 section 4). `Claims` come only from `verify`; an unverified token is another
/// type (`UnverifiedToken`), so that the two cannot be mixed up.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/json.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// The types that a claim can be read as.
template <class T>
concept ClaimType = std::same_as<T, bool> || std::same_as<T, std::int64_t> || std::same_as<T, double> ||
                    std::same_as<T, std::string_view> || std::same_as<T, std::string> ||
                    std::same_as<T, std::vector<std::string>> || std::same_as<T, TimePoint>;

/// Owns its content; views live as long as it does, so keep the result of a verification in a variable, not
/// `verify(...)->subject()`. Missing claims are empty, never a guess.
class Claims {
  public:
    std::string_view issuer() const noexcept { return string("iss"); }
    std::string_view subject() const noexcept { return string("sub"); }
    /// `aud`, whether it was written as one string or as an array.
    std::vector<std::string_view> audience() const;
    std::string_view id() const noexcept { return string("jti"); }
    std::optional<TimePoint> expires_at() const noexcept;
    std::optional<TimePoint> not_before() const noexcept;
    std::optional<TimePoint> issued_at() const noexcept;
    /// `scope` (RFC 8693 section 4.2) split at spaces.
    std::vector<std::string_view> scopes() const;
    bool has_scope(std::string_view scope) const noexcept;

    /// A string claim; empty if missing or not a string.
    std::string_view string(std::string_view name) const noexcept;
    /// A claim that must be there and be of that type: `claims.get<bool>("email_verified")`. Nothing is converted: a
    /// number in a string is no number, one string is no array. std::int64_t takes integers, double every number,
    /// TimePoint a NumericDate (RFC 7519 section 2), std::vector<std::string> an array of nothing but strings. A
    /// std::string_view lives as long as these claims.
    /// Errors, with the name as detail: missing_claim (not there, or null), invalid_claim (of another type or range).
    template <ClaimType T>
    Result<T> get(std::string_view name) const;
    /// Any claim.
    std::optional<jose::json::Value> find(std::string_view name) const noexcept { return document_.root().find(name); }
    /// The object that holds them all.
    jose::json::Value root() const noexcept { return document_.root(); }
    /// All of them as compact JSON.
    std::string to_json() const { return document_.root().to_json(); }

  private:
    friend struct ClaimsAccess;
    explicit Claims(jose::json::Document document) noexcept : document_(std::move(document)) {}
    jose::json::Document document_;
};

template <>
Result<bool> Claims::get<bool>(std::string_view name) const;
template <>
Result<std::int64_t> Claims::get<std::int64_t>(std::string_view name) const;
template <>
Result<double> Claims::get<double>(std::string_view name) const;
template <>
Result<std::string_view> Claims::get<std::string_view>(std::string_view name) const;
template <>
Result<std::string> Claims::get<std::string>(std::string_view name) const;
template <>
Result<std::vector<std::string>> Claims::get<std::vector<std::string>>(std::string_view name) const;
template <>
Result<TimePoint> Claims::get<TimePoint>(std::string_view name) const;

}  // namespace watchword::jwt
