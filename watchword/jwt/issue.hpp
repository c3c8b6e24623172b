#pragma once
/// Issuing signed JWTs (RFC 7519 section 7.1).

#include <watchword/base/clock.hpp>
#include <watchword/jose/json_object.hpp>
#include <watchword/jose/keys.hpp>

#include <array>
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

    ClaimsBuilder& set(std::string_view name, std::string_view value) {
        claims_.add(name, value);
        return keep(name);
    }
    ClaimsBuilder& set(std::string_view name, const char* value) { return set(name, std::string_view(value)); }
    ClaimsBuilder& set(std::string_view name, std::int64_t value) {
        claims_.add(name, value);
        return keep(name);
    }
    ClaimsBuilder& set(std::string_view name, int value) { return set(name, std::int64_t{value}); }
    ClaimsBuilder& set(std::string_view name, bool value) = delete;
    ClaimsBuilder& set_flag(std::string_view name, bool value) {
        claims_.add_flag(name, value);
        return keep(name);
    }
    ClaimsBuilder& set(std::string_view name, const std::vector<std::string>& values) {
        claims_.add(name, values);
        return keep(name);
    }
    /// `json` must be one valid JSON value; it is written as it stands.
    ClaimsBuilder& set_json(std::string_view name, std::string_view json);

    std::string to_json() const { return claims_.text(); }

  private:
    friend std::string issue(const ClaimsBuilder& claims, const jose::SigningKey& key, std::string_view type);

    using Place = jose::json::ObjectWriter::Place;
    /// Where the members stand, in their order. Those of usual claims sets need no memory of their own.
    class Places {
      public:
        Places() = default;
        // No moves: one that was moved from would have fewer places than it says.
        Places(const Places&) = default;
        Places& operator=(const Places&) = default;

        std::size_t size() const noexcept { return size_; }
        Place& operator[](std::size_t index) noexcept {
            return index < usual_.size() ? usual_[index] : more_[index - usual_.size()];
        }
        void push_back(const Place& place) {
            if (size_ < usual_.size())
                usual_[size_] = place;
            else
                more_.push_back(place);
            ++size_;
        }

      private:
        std::array<Place, 16> usual_;
        std::vector<Place> more_;
        std::size_t size_ = 0;
    };

    /// The member that was added last, as that of this name.
    ClaimsBuilder& keep(std::string_view name);
    Place* find(Place fresh);
    void replace(Place& old, Place fresh);
    std::string_view name_of(Place place) const;
    bool is_readable() const;

    /// Usual claims fit without growing.
    static constexpr std::size_t usual_bytes = 500;

    jose::json::ObjectWriter claims_{usual_bytes};
    Places places_;
    /// A bit for each name, which spares nearly every search.
    std::uint64_t marks_ = 0;
    bool holds_foreign_json_ = false;
    bool holds_broken_json_ = false;
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
