#pragma once
/// The one table of what the server answers: path, method, pool, handler.

#include <watchword/auth/context.hpp>
#include <watchword/auth/users.hpp>
#include <watchword/endpoints/readiness.hpp>
#include <watchword/http/router.hpp>

#include <memory>
#include <string>
#include <vector>

namespace watchword::endpoints {

struct Settings {
    /// Origins whose scripts may call the API (CORS), e.g. "https://app.example"; compared exactly.
    std::vector<std::string> cors_origins;
    /// Cookies are `Secure` and `__Host-` unless the issuer is http on a loopback host.
    enum class Cookies : std::uint8_t { secure, loopback } cookies = Cookies::secure;
};

/// References; everything outlives the router.
struct Dependencies {
    const auth::Context& auth;
    auth::FirstUserSetup& setup;
    const Settings& settings;
    /// Of this server; shared by the copies that the handlers hold.
    std::shared_ptr<Readiness> readiness = std::make_shared<Readiness>();
};

http::Router make_router(const Dependencies& dependencies);

}  // namespace watchword::endpoints
