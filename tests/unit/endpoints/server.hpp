#pragma once
/// The whole router over a memory store and a clock that stands still; requests in, responses out, no sockets.

#include <watchword/auth/clients.hpp>
#include <watchword/auth/failure_floor.hpp>
#include <watchword/auth/users.hpp>
#include <watchword/endpoints/routes.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/storage/memory/memory_store.hpp>

#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::endpoints {

inline constexpr std::string_view issuer = "http://localhost:8080";
inline constexpr std::string_view password = "quiet green bicycle lamp";

using HeaderList = std::initializer_list<http::Header>;

/// A response as tests look at it.
struct Answer {
    int status = 0;
    http::Headers headers;
    std::string body;

    std::string header(std::string_view name) const { return std::string(headers.find(name).value_or("")); }
    /// A string, or a number as text; empty if it is missing or the body is no JSON object.
    std::string json(std::string_view name) const;
    /// The value of a hidden field or of any input of that name.
    std::string field(std::string_view name) const;
};

class TestServer {
  public:
    explicit TestServer(auth::Settings settings = {}, Settings endpoint_settings = {});

    Answer send(http::Method method, std::string_view target, HeaderList headers = {}, std::string body = {},
                std::string_view content_type = {});
    Answer get(std::string_view target, HeaderList headers = {});
    Answer form(std::string_view target, std::string body, HeaderList headers = {});
    Answer json(std::string_view target, std::string body, HeaderList headers = {});
    Answer bearer(std::string_view target, std::string_view token);
    /// Signs alice in by the password grant.
    Answer sign_in(std::string_view scope = {});

    auth::User add_user(std::string_view name);
    /// A confidential client; the header that authenticates it.
    std::string add_client(std::string_view id, std::vector<std::string> grants);

    const http::Router& router() const { return *router_; }

    ManualClock clock{from_unix_seconds(1'795'353'530)};
    SystemRandom random;
    Log log = Log::silent();
    storage::memory::MemoryStore store;
    passwords::HashingPool hashing{{1, 16, {8, 1, 1}}, random};
    auth::Settings settings;
    Settings endpoint_settings;
    auth::SignInLimits limits{settings.limits, random};
    std::unique_ptr<auth::KeyRing> keys;
    std::unique_ptr<auth::FailureFloor> floor;
    std::optional<auth::Context> context;
    auth::FirstUserSetup setup{random};

  private:
    std::optional<Dependencies> dependencies_;
    std::optional<http::Router> router_;
};

/// A browser: keeps cookies, sends them back, and sends forms as a page of its own would.
class TestBrowser {
  public:
    explicit TestBrowser(TestServer& server) : server_(server) {}
    Answer get(std::string_view target);
    /// `body` without the form token, which is taken from the last page.
    Answer submit(std::string_view target, std::string body);
    Answer submit_as_is(std::string_view target, std::string body, std::string_view origin = issuer);
    Answer sign_in(std::string_view name = "alice", std::string_view with_password = password);
    std::map<std::string, std::string, std::less<>> cookies;

  private:
    std::string cookie_header() const;
    Answer remember(Answer answer);
    TestServer& server_;
    std::string form_token_;
};

std::string basic(std::string_view id, std::string_view secret);

}  // namespace watchword::endpoints
