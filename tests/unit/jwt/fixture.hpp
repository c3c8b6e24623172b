#pragma once
/// A fixed moment, one key a kind, and a token that everything here accepts until a test breaks one thing.

#include <watchword/base/clock.hpp>
#include <watchword/base/random.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/keys.hpp>
#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/verify.hpp>

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace watchword::jwt::test {

inline constexpr std::int64_t now_seconds = 1'800'000'000;
inline const TimePoint now = from_unix_seconds(now_seconds);

inline const jose::SigningKey& hmac() {
    static const jose::SigningKey key = [] {
        PredictableRandomForTests random;
        return jose::HmacKey::generate(jose::Algorithm::HS256, random, "shared").signing_key();
    }();
    return key;
}

inline const jose::SigningKey& ecdsa() {
    static const jose::SigningKey key = *jose::generate_signing_key(jose::Algorithm::ES256, "ec");
    return key;
}

inline const StaticKeys& keys() {
    static const StaticKeys keys(std::vector{hmac().verification_key(), ecdsa().verification_key()});
    return keys;
}

inline Requirements requirements() {
    return {.issuer = Issuer("https://issuer.example"),
            .audience = Audience("https://api.example"),
            .algorithms = {jose::Algorithm::HS256, jose::Algorithm::ES256},
            .type = Type::plain()};
}

inline ClaimsBuilder claims() {
    ClaimsBuilder builder;
    builder.issuer("https://issuer.example").subject("u-1").audience("https://api.example").id("t-1");
    builder.issued_at(now).expires_at(now + Seconds(900)).set("scope", "read write");
    return builder;
}

/// Header and payload as they are given, genuinely signed.
inline std::string sign(std::string_view header, std::string_view payload, const jose::SigningKey& key = hmac()) {
    const std::string input =
        jose::encode_base64url(as_bytes(header)) + "." + jose::encode_base64url(as_bytes(payload));
    return input + "." + jose::encode_base64url(key.sign(input));
}

inline std::string sign_claims(std::string_view payload) {
    return sign(R"({"alg":"HS256","kid":"shared"})", payload);
}
inline std::string sign_header(std::string_view header) {
    return sign(header, claims().to_json());
}

/// What `verify` answers, or empty if it accepts the token.
inline std::optional<Error::Code> refusal(std::string_view token, const Requirements& required = requirements(),
                                          TimePoint at = now) {
    const Result<Claims> result = verify(token, keys(), required, at);
    return result ? std::nullopt : std::optional(result.error().code());
}

inline constexpr std::optional<Error::Code> accepted = std::nullopt;

}  // namespace watchword::jwt::test
