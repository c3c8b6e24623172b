#pragma once
/// What a verified token says (RFC 7519 section 4). `Claims` come only from `verify`; an unverified token is another
/// type (`UnverifiedToken`), so that the two cannot be mixed up.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// Owns its content; views live as long as it does. Missing claims are empty, never a guess.
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
    /// Any claim.
    std::optional<jose::json::Value> find(std::string_view name) const noexcept { return document_.root().find(name); }
    /// All of them as compact JSON.
    std::string to_json() const { return document_.root().to_json(); }

  private:
    friend struct ClaimsAccess;
    explicit Claims(jose::json::Document document) noexcept : document_(std::move(document)) {}
    jose::json::Document document_;
};

}  // namespace watchword::jwt
