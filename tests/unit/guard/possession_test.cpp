#include "proofs.hpp"
#include <gtest/gtest.h>

namespace watchword::guard::test {
namespace {

class Possession : public testing::Test {
  protected:
    using Views = std::vector<std::string_view>;

    tl::expected<Principal, Challenge> checked(std::string_view value, const Views& proofs, TimePoint now = proof_time,
                                               std::string_view target = "/orders?page=2", const Views& scopes = {}) {
        static const jwt::StaticKeys keys(issuer_key().verification_key());
        const RequestView request{.authorization = {value}, .dpop = proofs, .method = "GET", .target = target};
        return check(request, keys, policy, now, scopes);
    }

    /// The subject, or the error and its detail.
    std::string outcome(std::string_view value, const Views& proofs, TimePoint now = proof_time) {
        const auto principal = checked(value, proofs, now);
        if (principal) return std::string(principal->subject());
        const Error& error = principal.error().error;
        return std::string(error.name()) + (error.detail().empty() ? "" : " (" + error.detail() + ")");
    }

    const std::string token = access_token(bound_to_client());
    const std::string authorization = "DPoP " + token;
    jwt::LocalReplayMemory seen;
    Policy policy = policy_with_proofs(seen);
};

TEST_F(Possession, isShownByAProofAboutThisRequest) {
    EXPECT_EQ(outcome(authorization, {proof_for(token)}), "u-1");
    EXPECT_EQ(outcome("dpop " + token, {proof_for(token, {.id = "2"})}), "u-1");
}

TEST_F(Possession, isShownOncePerProof) {
    const std::string proof = proof_for(token);
    EXPECT_EQ(outcome(authorization, {proof}), "u-1");
    EXPECT_EQ(outcome(authorization, {proof}), "replayed");
}

TEST_F(Possession, isNotShownByAnotherProof) {
    const jose::SigningKey of_thief = *jose::generate_signing_key(jose::Algorithm::ES256);
    EXPECT_EQ(outcome(authorization, {}), "proof_required (there is no DPoP header)");
    EXPECT_EQ(outcome(authorization, {proof_for(token), proof_for(token)}),
              "invalid_proof (DPoP is there more than once)");
    EXPECT_EQ(outcome(authorization, {"garbage"}).substr(0, 24), "invalid_proof (malformed");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {.method = "POST"})}), "invalid_proof (invalid_claim: htm)");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {.url = "https://api.example/"})}),
              "invalid_proof (invalid_claim: htu)");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {.url = "http://api.example/orders"})}),
              "invalid_proof (invalid_claim: htu)");
    EXPECT_EQ(outcome(authorization, {proof_for(access_token({}))}), "invalid_proof (invalid_claim: ath)");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {}, of_thief)}),
              "proof_required (the access token is bound to another key)");
}

TEST_F(Possession, isShownByAProofOfTheLastMinute) {
    const std::string proof = proof_for(token);
    EXPECT_EQ(outcome(authorization, {proof}, proof_time + Seconds(60)), "u-1");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {.id = "2"})}, proof_time + Milliseconds(60'001)),
              "invalid_proof (too_old)");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {.id = "3", .at = proof_time + Seconds(5)})}), "u-1");
    EXPECT_EQ(outcome(authorization, {proof_for(token, {.id = "4", .at = proof_time + Seconds(6)})}),
              "invalid_proof (issued_in_future)");
}

TEST_F(Possession, isNotSparedByTheSchemeBearer) {
    EXPECT_EQ(outcome("Bearer " + token, {proof_for(token)}), "proof_required");
    policy.bound_tokens = Policy::BoundTokens::accepted_proof_is_checked_elsewhere;
    EXPECT_EQ(outcome("Bearer " + token, {proof_for(token)}), "proof_required");
    EXPECT_EQ(outcome("Bearer " + access_token(R"({"x5t#S256":"A"})"), {}), "u-1");
    policy.bound_tokens = Policy::BoundTokens::refused;
    EXPECT_EQ(outcome("Bearer " + access_token(R"({"x5t#S256":"A"})"), {}), "proof_required");
}

TEST_F(Possession, needsATokenThatIsBoundToAKeyAndNothingElse) {
    const auto answer = [this](const std::string& confirmation) {
        const std::string other = access_token(confirmation);
        return outcome("DPoP " + other, {proof_for(other)});
    };
    std::string twice = bound_to_client();
    twice.insert(twice.size() - 1, R"(,"x5t#S256":"A")");
    EXPECT_EQ(answer({}), "missing_claim (cnf)");
    for (const std::string& confirmation : {twice, std::string(R"({"jkt":1})"), std::string("{}"), std::string("1")})
        EXPECT_EQ(answer(confirmation), "proof_required (cnf is not a jkt alone)") << confirmation;
}

TEST_F(Possession, isDemandedOfAllTokensOnlyIfThePolicySaysSo) {
    const std::string unbound = "Bearer " + access_token({});
    EXPECT_EQ(outcome(unbound, {}), "u-1");
    policy.dpop->demanded = Dpop::Demanded::of_all_tokens;
    EXPECT_EQ(outcome(unbound, {}), "proof_required");
    EXPECT_EQ(outcome(authorization, {proof_for(token)}), "u-1");
}

TEST_F(Possession, isNoMatterWhereThePolicyKnowsNoProofs) {
    policy.dpop.reset();
    EXPECT_EQ(outcome(authorization, {proof_for(token)}), "missing_token");
}

TEST_F(Possession, needsATargetThatIsAPath) {
    for (const std::string_view target : {"", "*", "https://api.example/orders", "api.example:443"})
        EXPECT_EQ(checked(authorization, {proof_for(token)}, proof_time, target).error().error, Error::invalid_request)
            << target;
}

// RFC 9449 section 7.1.
TEST_F(Possession, isAskedForByAChallenge) {
    constexpr std::string_view bare = R"(DPoP realm="api", algs="ES256 EdDSA")";
    const auto challenge = [this](std::string_view value, const Views& proofs, const Views& scopes = {}) {
        const auto refused = checked(value, proofs, proof_time, "/orders", scopes);
        return std::to_string(refused.error().status) + " " + refused.error().www_authenticate;
    };
    EXPECT_EQ(challenge("", {}), R"(401 Bearer realm="api", )" + std::string(bare));
    EXPECT_EQ(
        challenge("Bearer " + token, {}),
        R"(401 Bearer realm="api", error="invalid_token", error_description="This token is bound to a key; whoever )"
        R"(presents it must prove to hold that key.", )" +
            std::string(bare));
    EXPECT_EQ(
        challenge(authorization, {"garbage"}),
        R"(401 DPoP realm="api", error="invalid_dpop_proof", error_description="The proof that came with the token )"
        R"(does not show that its sender holds the key.", algs="ES256 EdDSA", Bearer realm="api")");
    policy.dpop->demanded = Dpop::Demanded::of_all_tokens;
    EXPECT_EQ(challenge("", {}), "401 " + std::string(bare));
    EXPECT_EQ(
        challenge(authorization, {proof_for(token)}, {"write"}),
        R"(403 DPoP realm="api", error="insufficient_scope", error_description="The access token does not have the )"
        R"(scope that this needs.", scope="write", algs="ES256 EdDSA")");
}

}  // namespace
}  // namespace watchword::guard::test
