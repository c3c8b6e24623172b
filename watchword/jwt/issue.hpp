#pragma once
/// Issuing signed JWTs (RFC 7519 section 7.1).

#include <watchword/base/clock.hpp>
#include <watchword/jose/keys.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// Builds a claims set. A name set twice keeps its last value. Times are written as whole seconds.
class ClaimsBuilder {
  public:
    ClaimsBuilder& issuer(std::string_view value) { return set("iss", value); }
    ClaimsBuilder& subject(std::string_view value) { return set("sub", value); }
    ClaimsBuilder& audience(std::string_view value) { return set("aud", value); }
    ClaimsBuilder& audience(const std::vector<std::string>& values) { return set("aud", values); }
    ClaimsBuilder& expires_at(TimePoint time) { return set("exp", to_unix_seconds(time)); }
    ClaimsBuilder& not_before(TimePoint time) { return set("nbf", to_unix_seconds(time)); }
    ClaimsBuilder& issued_at(TimePoint time) { return set("iat", to_unix_seconds(time)); }
    ClaimsBuilder& id(std::string_view value) { return set("jti", value); }

    ClaimsBuilder& set(std::string_view name, std::string_view value);
    ClaimsBuilder& set(std::string_view name, const char* value) { return set(name, std::string_view(value)); }
    ClaimsBuilder& set(std::string_view name, std::int64_t value);
    ClaimsBuilder& set(std::string_view name, int value) { return set(name, std::int64_t{value}); }
    ClaimsBuilder& set(std::string_view name, bool value) = delete;
    ClaimsBuilder& set_flag(std::string_view name, bool value);
    ClaimsBuilder& set(std::string_view name, const std::vector<std::string>& values);
    /// `json` must be one valid JSON value; it is written as it stands.
    ClaimsBuilder& set_json(std::string_view name, std::string_view json);

    std::string to_json() const { return json_; }

  private:
    friend std::string issue(const ClaimsBuilder& claims, const jose::SigningKey& key, std::string_view type);

    /// Where a member stands in `json_`: its name in quotes from `start`, its value from `value` to `end`.
    struct Place {
        std::size_t start;
        std::size_t value;
        std::size_t end;
    };
    template <class Write>
    ClaimsBuilder& put(std::string_view name, Write write);
    Place open(std::string_view name);
    void close(std::string_view name, Place fresh);
    Place* find(Place fresh);
    void replace(Place& old, Place fresh);
    std::string_view name_of(Place place) const;
    bool is_readable() const;

    /// One whole object at any time.
    std::string json_ = "{}";
    std::vector<Place> places_;
    /// A bit for each name, which spares nearly every search.
    std::uint64_t marks_ = 0;
    bool holds_foreign_json_ = false;
};

/// Signs `claims` with typ `type` ("at+jwt" for access tokens, "JWT" for plain ones); alg and kid come from the key.
/// Throws std::invalid_argument for what no verifier could read: broken UTF-8 (in `type` and the kid, too), or broken
/// JSON by `set_json`.
std::string issue(const ClaimsBuilder& claims, const jose::SigningKey& key, std::string_view type = "JWT");

/// The same for a claims set that is JSON already. Errors: malformed if it is not one JSON object, or if `type` or the
/// kid is broken UTF-8; too_large.
Result<std::string> issue_json(std::string_view claims_json, const jose::SigningKey& key,
                               std::string_view type = "JWT");

}  // namespace watchword::jwt
