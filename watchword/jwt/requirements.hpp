#pragma once
/// What a caller demands of a token. There is no default that opens a check: to accept everything, say so by name.

#include <watchword/base/clock.hpp>
#include <watchword/jose/algorithms.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

namespace detail {

/// Here, so that the compiler sees through it: asked of every token, mostly about one name.
inline bool contains(const std::vector<std::string>& accepted, std::string_view name) noexcept {
    for (const std::string& one : accepted)
        if (one == name) return true;
    return false;
}

}  // namespace detail

/// The trusted issuers, compared byte by byte (RFC 7519 section 4.1.1).
class Issuer {
  public:
    explicit Issuer(std::string issuer) : accepted_{std::move(issuer)} {}
    static Issuer any_of(std::vector<std::string> issuers) { return Issuer(std::move(issuers)); }
    /// Also accepts tokens without `iss`.
    static Issuer any() { return Issuer(std::vector<std::string>{}, true); }
    bool accepts_any() const noexcept { return any_; }
    bool accepts(std::string_view issuer) const noexcept { return any_ || detail::contains(accepted_, issuer); }
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
    bool accepts(std::string_view audience) const noexcept { return any_ || detail::contains(accepted_, audience); }
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
    static Type access_token() { return exactly("at+jwt"); }
    /// "JWT" or no `typ` at all, but no token that says it is of another kind.
    static Type plain() { return {"jwt", Others::absence}; }
    /// That type, which must be there.
    static Type exactly(std::string type) { return {std::move(type), Others::refused}; }
    static Type any() { return {"", Others::all}; }
    bool accepts(std::optional<std::string_view> typ) const noexcept {
        if (!typ) return others_ != Others::refused;
        return others_ == Others::all || *typ == expected_ || is_spelling_of_expected(*typ);
    }
    /// Empty if any type is good.
    const std::string& expected() const noexcept { return expected_; }
    /// "JWT": says nothing about what the token is for.
    bool is_plain() const noexcept { return plain_; }

  private:
    /// What is good besides the expected type.
    enum class Others : std::uint8_t { refused, absence, all };
    Type(std::string expected, Others others)
        : expected_(std::move(expected)), others_(others), plain_(others != Others::all && accepts("jwt")) {}
    bool is_spelling_of_expected(std::string_view typ) const noexcept;
    std::string expected_;
    Others others_;
    bool plain_;
};

/// The kind of token that is expected; each excludes the others (RFC 8725 section 3.12). One pair cannot be told apart
/// by its specifications: a plain JWT with iss, sub, aud, exp and iat, and an ID token without nonce, at_hash and
/// c_hash. To keep those two apart, expect a nonce of ID tokens, and give other tokens an audience that is no client
/// id, or a type of their own (`Type::exactly`, RFC 8725 section 3.11).
enum class Profile : std::uint8_t {
    /// A JWT for whatever the caller uses it. With Type::plain(), no token that shows by its claims that it is an ID
    /// token (nonce, at_hash, c_hash), or a logout token or another security event (events); any other `Type` decides
    /// by itself.
    plain,
    /// RFC 9068: typ at+jwt, with iss, exp, aud, sub, client_id, iat and jti.
    access_token,
    /// OpenID Connect Core section 2: no typ, or "JWT", with iss, sub, aud, exp and iat, without `events`.
    id_token,
    /// OpenID Connect Back-Channel Logout section 2.4: typ logout+jwt, none, or "JWT", with iss, aud, exp, iat, jti,
    /// the logout event, and sub or sid; without nonce.
    logout_token,
};

/// What the relying party knows about the sign-in that an ID token reports (OpenID Connect Core section 3.1.3.7).
struct IdTokenExpectations {
    /// The relying party's own client id: `aud` must contain it, `azp` must be it where present, and be present where
    /// `aud` has several values.
    std::string client_id;
    /// The nonce of the request; if set, the token's must be it.
    std::optional<std::string> nonce{};
    /// If not empty, `acr` must be one of these.
    std::vector<std::string> acr_values{};
    /// The access token and the code that came along; if set, `at_hash` and `c_hash` must be theirs where present.
    std::optional<std::string> access_token{};
    std::optional<std::string> code{};
};

class Revocations;

/// Everything that is demanded of a token, in one place.
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
    /// If set, `auth_time` must be present and not older than this (OpenID Connect Core section 3.1.2.1).
    std::optional<Seconds> max_authentication_age{};
    Profile profile = Profile::plain;
    /// Looked at if the profile is `id_token`.
    IdTokenExpectations id_token{};
    /// If set, asked last, about a token that is valid otherwise.
    std::shared_ptr<const Revocations> revocations{};
    /// Tokens above this many bytes are refused unread.
    std::size_t max_bytes = 16 * 1024;

    /// An access token of one issuer for one audience, signed asymmetrically (RFC 9068 section 4).
    static Requirements access_token(std::string issuer, std::string audience);
    /// An ID token of one issuer for one relying party, signed asymmetrically.
    static Requirements id_token_of(std::string issuer, IdTokenExpectations expected);
    /// A back-channel logout token of one issuer for one relying party, signed asymmetrically. `jti` may be used once
    /// only: whoever ends sessions by it remembers it (ReplayMemory).
    static Requirements logout_token(std::string issuer, std::string client_id);
};

}  // namespace watchword::jwt
