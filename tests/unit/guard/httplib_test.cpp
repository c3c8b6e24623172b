#include <watchword/base/random.hpp>
#include <watchword/guard/frameworks/httplib.hpp>
#include <watchword/jwt/issue.hpp>

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace watchword::guard::frameworks::test {
namespace {

const TimePoint start = from_unix_seconds(1'800'000'000);
constexpr Seconds lifetime{60};

const jose::SigningKey& key() {
    static const jose::SigningKey key = [] {
        PredictableRandomForTests random;
        return jose::HmacKey::generate(jose::Algorithm::HS256, random, "shared").signing_key();
    }();
    return key;
}

Policy policy(Extraction::From from = Extraction::From::bearer) {
    return {.requirements = {.issuer = jwt::Issuer("https://issuer.example"),
                             .audience = jwt::Audience("https://api.example"),
                             .algorithms = {jose::Algorithm::HS256},
                             .type = jwt::Type::access_token()},
            .extraction = {.from = from, .cookie_name = "token"},
            .realm = "api"};
}

std::string token(std::string_view audience = "https://api.example") {
    jwt::ClaimsBuilder claims;
    claims.issuer("https://issuer.example").audience(std::string(audience)).subject("u-1");
    claims.issued_at(start).expires_at(start + lifetime).set("scope", "reports:read");
    return jwt::issue(claims, key(), "at+jwt");
}

std::string bearer() {
    return "Bearer " + token();
}

class UnreachableKeys final : public jwt::KeySource {
  public:
    Result<jose::VerificationKey> find(const jwt::KeyQuery&) const override { return Error::keys_unavailable; }
};

/// A service on a free loopback port. GET /reports/ID says for whom; it and /admin are protected.
class Service {
  public:
    explicit Service(const jwt::KeySource& keys) {
        const HttplibGuard guarded(policy(), keys, clock, log_);
        server_.Get(R"(/reports/(\d+))", guarded.protect({"reports:read"}, [this](const Principal& caller,
                                                                                  const ::httplib::Request& request,
                                                                                  ::httplib::Response& response) {
            ++handled;
            response.set_content(std::string(caller.subject()) + " reads " + request.matches[1].str(), "text/plain");
        }));
        server_.Get("/admin", guarded.protect({"reports:read", "admin"},
                                              [this](const auto&, const auto&, const auto&) { ++handled; }));
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
    }
    ~Service() {
        // What has answered is running, and can be stopped.
        EXPECT_TRUE(get("/", {}));
        server_.stop();
        thread_.join();
    }

    ::httplib::Result get(const std::string& path, const ::httplib::Headers& headers) const {
        ::httplib::Client client("127.0.0.1", port_);
        return client.Get(path, headers);
    }

    ManualClock clock{start};
    std::atomic<int> handled = 0;

  private:
    const Log log_{Log::Format::json, Log::Level::info};
    ::httplib::Server server_;
    int port_ = 0;
    std::thread thread_;
};

class HttplibGuardTest : public testing::Test {
  protected:
    /// Status, and the code of a refusal or what the handler said.
    std::string answer(const ::httplib::Headers& headers, const std::string& path = "/reports/17") const {
        const auto response = service.get(path, headers);
        if (!response) return to_string(response.error());
        const std::string& body = response->body;
        const std::size_t code = body.find("\"code\":\"");
        const std::string said = code == std::string::npos ? body : body.substr(code + 8, body.size() - code - 10);
        return std::to_string(response->status) + " " + said;
    }

    const jwt::StaticKeys keys{key().verification_key()};
    Service service{keys};
};

TEST_F(HttplibGuardTest, tellsTheHandlerWhomTheRequestSpeaksFor) {
    EXPECT_EQ(answer({{"Authorization", bearer()}}), "200 u-1 reads 17");
    EXPECT_EQ(answer({{"authorization", "bearer " + token()}}), "200 u-1 reads 17");
}

TEST_F(HttplibGuardTest, answersWithoutATokenByAChallengeAndADocument) {
    const auto response = service.get("/reports/17", {});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 401);
    EXPECT_EQ(response->get_header_value("WWW-Authenticate"), R"(Bearer realm="api")");
    EXPECT_EQ(response->get_header_value("Content-Type"), "application/problem+json");
    EXPECT_EQ(response->body, R"({"type":"about:blank","title":"Not signed in","status":401,)"
                              R"("detail":"This needs an access token.","code":"missing_token"})");
    EXPECT_EQ(service.handled, 0);
}

TEST_F(HttplibGuardTest, refusesABadToken) {
    EXPECT_EQ(answer({{"Authorization", "Bearer a.b.c"}}), "401 malformed");
    EXPECT_EQ(answer({{"Authorization", "Bearer " + token("https://other.example")}}), "401 wrong_audience");
    std::string forged = bearer();
    forged[forged.size() - 5] = forged[forged.size() - 5] == 'A' ? 'B' : 'A';
    EXPECT_EQ(answer({{"Authorization", forged}}), "401 bad_signature");
    EXPECT_EQ(answer({{"Authorization", "Basic dTpw"}}), "401 missing_token");
    EXPECT_EQ(service.handled, 0);
}

TEST_F(HttplibGuardTest, asksTheClockAtEachRequest) {
    service.clock.advance(lifetime - Milliseconds(1));
    EXPECT_EQ(answer({{"Authorization", bearer()}}), "200 u-1 reads 17");
    service.clock.advance(Milliseconds(1));
    EXPECT_EQ(answer({{"Authorization", bearer()}}), "401 expired");
}

TEST_F(HttplibGuardTest, refusesSeveralTokens) {
    EXPECT_EQ(answer({{"Authorization", bearer()}, {"Authorization", bearer()}}), "400 several_tokens");
    EXPECT_EQ(answer({{"Authorization", bearer()}, {"authorization", "Basic dTpw"}}), "400 several_tokens");
    EXPECT_EQ(answer({{"Authorization", bearer() + ", " + bearer()}}), "400 invalid_request");
    EXPECT_EQ(service.handled, 0);
}

TEST_F(HttplibGuardTest, demandsEveryScope) {
    const auto response = service.get("/admin", {{"Authorization", bearer()}});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 403);
    EXPECT_EQ(response->get_header_value("WWW-Authenticate"),
              "Bearer realm=\"api\", error=\"insufficient_scope\", error_description=\"The access token does not have "
              "the scope that this needs.\", scope=\"reports:read admin\"");
    EXPECT_EQ(service.handled, 0);
}

TEST_F(HttplibGuardTest, looksAtNoCookieAndNoQuery) {
    EXPECT_EQ(answer({{"Cookie", "token=" + token()}}), "401 missing_token");
    EXPECT_EQ(answer({}, "/reports/17?access_token=" + token()), "401 missing_token");
}

TEST_F(HttplibGuardTest, saysWhyInTheLogOnly) {
    testing::internal::CaptureStderr();
    const auto response = service.get("/reports/17?secret=1", {{"Authorization", "Bearer a.b.c"}});
    const std::string line = testing::internal::GetCapturedStderr();
    ASSERT_TRUE(response);
    EXPECT_NE(line.find(R"("event":"request_refused","code":"malformed","path":"/reports/17","detail":")"),
              std::string::npos)
        << line;
    EXPECT_EQ(line.find("secret"), std::string::npos);
    EXPECT_EQ(line.find("a.b.c"), std::string::npos);
    EXPECT_EQ(response->body.find("base64url"), std::string::npos) << response->body;
}

TEST(HttplibGuard, blamesNobodyWhenTheKeysAreUnavailable) {
    const UnreachableKeys keys;
    const Service service(keys);
    const auto response = service.get("/reports/17", {{"Authorization", bearer()}});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 503);
    EXPECT_EQ(response->get_header_value("Retry-After"), "1");
    EXPECT_FALSE(response->has_header("WWW-Authenticate"));
}

TEST(HttplibGuard, handsOverWhatProofsAreAbout) {
    ::httplib::Request request;
    request.method = "POST";
    request.target = "/orders?page=2";
    request.headers = {{"Authorization", "DPoP a"}, {"dpop", "proof"}, {"DPoP", "another"}, {"Cookie", "token=b"}};
    const RequestView view = view_of(request);
    EXPECT_EQ(view.authorization, std::vector<std::string_view>{"DPoP a"});
    EXPECT_EQ(view.dpop, (std::vector<std::string_view>{"proof", "another"}));
    EXPECT_EQ(view.method, "POST");
    EXPECT_EQ(view.target, "/orders?page=2");
    EXPECT_TRUE(view.cookie.empty());
}

// cpp-httplib undoes percent-encoding in cookies, which would let one cookie pass for two.
TEST(HttplibGuard, isNotSetUpToTakeTokensFromCookies) {
    const jwt::StaticKeys keys(key().verification_key());
    const ManualClock clock(start);
    const Log log = Log::silent();
    using From = Extraction::From;
    for (const From from : {From::cookie, From::bearer_or_cookie})
        EXPECT_THROW(HttplibGuard(policy(from), keys, clock, log), std::invalid_argument);
    EXPECT_NO_THROW(HttplibGuard(policy(), keys, clock, log));
}

}  // namespace
}  // namespace watchword::guard::frameworks::test
