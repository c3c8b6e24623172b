#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/revocations.hpp>

#include <array>
#include <random>
#include <set>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

class Mutations {
  public:
    explicit Mutations(unsigned seed) : random_(seed) {}
    unsigned below(std::size_t n) { return static_cast<unsigned>(random_() % n); }
    bool once_in(unsigned n) { return below(n) == 0; }
    template <class Things>
    const auto& one_of(const Things& things) {
        return things[below(things.size())];
    }

    /// A header, well-formed or not.
    std::string header() {
        static const std::array<std::string, 14> headers{R"({"alg":"HS256","kid":"shared"})",
                                                         R"({"alg":"HS256","kid":"shared","typ":"JWT"})",
                                                         R"({"alg":"ES256","kid":"ec","typ":"at+jwt"})",
                                                         R"({"alg":"HS256","kid":"shared","typ":"at+jwt"})",
                                                         R"({"alg":"HS256"})",
                                                         R"({"alg":"none"})",
                                                         R"({"alg":"RS256","kid":"shared"})",
                                                         R"({"alg":"HS256","kid":"shared","crit":["exp"]})",
                                                         R"({"alg":"HS256","kid":"shared","b64":false})",
                                                         R"({"alg":"HS256","kid":7})",
                                                         R"({"alg":"HS256","alg":"HS256","kid":"shared"})",
                                                         R"({"typ":"JWT"})",
                                                         R"({"alg":"dir","enc":"A256GCM"})",
                                                         R"([])"};
        return once_in(3) ? one_of(headers) : headers[below(4)];
    }

    /// A payload, each claim as it should be most of the time.
    std::string payload() {
        static const std::array<std::string, 12> odd{"null", "\"\"", "0",    "-1",   "1e400",        "1800000000000",
                                                     "[]",   "{}",   "true", "1e15", "1799999990.5", "\"soon\""};
        ClaimsBuilder builder = claims();
        for (const char* name : {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "auth_time", "nonce", "events"})
            if (once_in(25)) builder.set_json(name, one_of(odd));
        if (once_in(4)) builder.expires_at(now + Seconds(below(40)) - Seconds(20));
        if (once_in(4)) builder.not_before(now + Seconds(below(40)) - Seconds(20));
        if (once_in(4)) builder.issued_at(now + Seconds(below(40)) - Seconds(20));
        if (once_in(4)) builder.set("client_id", "c");
        if (once_in(20)) builder.issuer("https://other.example");
        if (once_in(20)) builder.audience("other");
        return builder.to_json();
    }

    /// Damage to the text, as hostile or hasty hands do it.
    void damage(std::string& token) {
        static const std::array<std::string, 8> around{"Bearer ", " ", "\"", "\n", ".", "=", "AAAA", "e30."};
        switch (below(6)) {
            case 0:
                token[below(token.size())] = static_cast<char>(below(256));
                return;
            case 1:
                token.resize(below(token.size()));
                return;
            case 2:
                token.insert(below(token.size()), one_of(around));
                return;
            case 3:
                token = one_of(around) + token;
                return;
            case 4:
                token += one_of(around);
                return;
            default:
                token.erase(below(token.size()), 1 + below(8));
        }
    }

    Requirements demands() {
        Requirements required = requirements();
        required.type = one_of(std::array{Type::plain(), Type::access_token(), Type::any()});
        required.profile = one_of(std::array{Profile::plain, Profile::plain, Profile::access_token, Profile::id_token,
                                             Profile::logout_token});
        required.leeway = Seconds(below(15));
        if (required.profile == Profile::id_token) required.id_token.client_id = "https://api.example";
        if (once_in(4)) required.max_age = Seconds(below(20));
        if (once_in(8)) required.max_authentication_age = Seconds(below(20));
        if (once_in(4)) required.subject = one_of(std::array<std::string, 2>{"u-1", "u-2"});
        if (once_in(4)) required.required_claims = {"client_id"};
        if (once_in(6)) required.issuer = Issuer::any();
        if (once_in(6)) required.audience = Audience::any();
        if (once_in(6)) required.algorithms = {jose::Algorithm::ES256};
        if (once_in(5)) required.revocations = std::make_shared<RevokedIds>(std::unordered_set<std::string>{"t-1"});
        if (once_in(12)) required.max_bytes = below(600);
        return required;
    }

  private:
    std::mt19937 random_;
};

TEST(ExplainAgreement, givesTheVerdictAndTheErrorOfVerifyForMutatedTokens) {
    Mutations mutations(20261122);
    int accepted_ones = 0;
    std::set<Error::Code> errors;
    for (int i = 0; i < 20'000; ++i) {
        const std::string header = mutations.header();
        const bool by_ecdsa = header.find("ES256") != std::string::npos && mutations.once_in(4);
        std::string token = sign(header, mutations.payload(), by_ecdsa ? ecdsa() : hmac());
        while (mutations.once_in(4) && !token.empty())
            mutations.damage(token);
        const Requirements required = mutations.demands();
        const Result<Claims> claims = verify(token, keys(), required, now);
        const Explanation explanation = explain(token, keys(), required, now);
        ASSERT_EQ(explanation.verified(), claims.has_value()) << token;
        ASSERT_EQ(explanation.error() == nullptr, claims.has_value()) << token;
        ASSERT_EQ(explanation.checks.size(), 19U);
        accepted_ones += claims.has_value() ? 1 : 0;
        if (claims) continue;
        ASSERT_EQ(*explanation.error(), claims.error()) << token;
        ASSERT_EQ(explanation.error()->detail(), claims.error().detail()) << token;
        errors.insert(claims.error().code());
    }
    // The mutations reach both verdicts, and the whole road.
    EXPECT_GT(accepted_ones, 300);
    for (const Error::Code code :
         {Error::too_large, Error::malformed, Error::algorithm_not_allowed, Error::unsupported_critical,
          Error::wrong_type, Error::unknown_key, Error::bad_signature, Error::invalid_claim, Error::wrong_issuer,
          Error::wrong_audience, Error::expired, Error::not_yet_valid, Error::issued_in_future, Error::too_old,
          Error::wrong_subject, Error::missing_claim, Error::revoked})
        EXPECT_TRUE(errors.contains(code)) << Error(code).name();
}

}  // namespace
}  // namespace watchword::jwt::test
