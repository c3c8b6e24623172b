#pragma once
/// What a caller demands of a token. There is no default that opens a check: to accept everything, say so by name.

#include <watchword/base/clock.hpp>
#include <watchword/jose/algorithms.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// The trusted issuers, compared byte by byte (RFC 7519 section 4.1.1).
class Issuer {
  public:
    explicit Issuer(std::string issuer) : accepted_{std::move(issuer)} {}
    static Issuer any_of(std::vector<std::string> issuers) { return Issuer(std::move(issuers)); }
    /// Also accepts tokens without `iss`.
    static Issuer any() { return Issuer(std::vector<std::string>{}, true); }
    bool accepts_any() const noexcept { return any_; }
    bool accepts(std::string_view issuer) const noexcept;
    const std::vector<std::string>& accepted() const noexcept { return accepted_; }

  private:
    explicit Issuer(std::vector<std::string> accepted, bool any = false) : accepted_(std::move(accepted)), any_(any) {}
    std::vector<std::string> accepted_;
    bool any_ = false;
};

/// The caller's own names; `aud` must contain one of them (RFC 7519 section 4.1.3).
class Audience {
  public:
    explicit Audience(std::string audience) : accepted_{std::move(audience)} {}
    static Audience any_of(std::vector<std::string> audiences) { return Audience(std::move(audiences)); }
    /// Also accepts tokens without `aud`.
    static Audience any() { return Audience(std::vector<std::string>{}, true); }
    bool accepts_any() const noexcept { return any_; }
    bool accepts(std::string_view audience) const noexcept;
    const std::vector<std::string>& accepted() const noexcept { return accepted_; }

  private:
    explicit Audience(std::vector<std::string> accepted, bool any = false)
        : accepted_(std::move(accepted)), any_(any) {}
    std::vector<std::string> accepted_;
    bool any_ = false;
};

/// The media type in `typ` (RFC 8725 section 3.11), compared without case and without "application/".
class Type {
  public:
    /// RFC 9068 access tokens: "at+jwt".
    static Type access_token() { return Type("at+jwt"); }
    /// "JWT" or no `typ` at all, but no token that says it is of another kind.
    static Type plain() { return Type("jwt"); }
    static Type exactly(std::string type) { return Type(std::move(type)); }
    static Type any() { return Type(""); }
    bool accepts(std::optional<std::string_view> typ) const noexcept;
    const std::string& expected() const noexcept { return expected_; }

  private:
    explicit Type(std::string expected) : expected_(std::move(expected)) {}
    std::string expected_;
};

struct Requirements {
    Issuer issuer;
    Audience audience;
    jose::AlgorithmSet algorithms;
    Type type;
    /// Tolerated clock skew, at most 10 minutes.
    Seconds leeway{0};
    /// Claims that must be present besides `exp`, which always must.
    std::vector<std::string> required_claims{};
    /// If set, `sub` must be this.
    std::optional<std::string> subject{};
    /// If set, `iat` must be present and not older than this.
    std::optional<Seconds> max_age{};
    /// Tokens above this many bytes are refused unread.
    std::size_t max_bytes = 16 * 1024;

    /// An access token of one issuer for one audience, signed asymmetrically (RFC 9068 section 4): typ at+jwt, and
    /// iss, exp, aud, sub, client_id, iat and jti present.
    static Requirements access_token(std::string issuer, std::string audience);
};

}  // namespace watchword::jwt
