#include <watchword/guard/problem.hpp>

#include <gtest/gtest.h>

namespace watchword::guard::test {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST(ProblemFor, isAWholeAnswer) {
    const Problem problem = problem_for(challenge_for(Error(Error::expired, "expired 90 s ago"), "api"));
    EXPECT_EQ(problem.status, 401);
    EXPECT_EQ(problem.content_type, "application/problem+json");
    EXPECT_EQ(problem.headers,
              (Headers{{"WWW-Authenticate",
                        R"(Bearer realm="api", error="invalid_token", error_description="The token has expired.")"}}));
    EXPECT_EQ(problem.body,
              R"({"type":"about:blank","title":"Not signed in","status":401,"detail":"The token has expired.",)"
              R"("code":"expired"})");
}

TEST(ProblemFor, saysWhenToTryAgain) {
    const auto headers = [](const Error& error) { return problem_for(challenge_for(error, "api")).headers; };
    EXPECT_EQ(headers(Error::keys_unavailable), (Headers{{"Retry-After", "1"}}));
    EXPECT_EQ(headers(Error(Error::overloaded).with_retry_after(Seconds(7))), (Headers{{"Retry-After", "7"}}));
    EXPECT_EQ(headers(Error::internal), Headers{});
    EXPECT_EQ(headers(Error::missing_token), (Headers{{"WWW-Authenticate", R"(Bearer realm="api")"}}));
}

TEST(ProblemFor, titlesEveryStatusThatAGuardAnswersWith) {
    for (const auto& [code, title] : std::vector<std::pair<Error::Code, std::string>>{
             {Error::several_tokens, "Bad request"},
             {Error::bad_signature, "Not signed in"},
             {Error::insufficient_scope, "Not allowed"},
             {Error::keys_unavailable, "Please try again in a moment"},
             {Error::internal, "Something went wrong"},
         }) {
        const Problem problem = problem_for(challenge_for(code, "api"));
        EXPECT_NE(problem.body.find("\"title\":\"" + title + '"'), std::string::npos) << problem.body;
    }
}

}  // namespace
}  // namespace watchword::guard::test
