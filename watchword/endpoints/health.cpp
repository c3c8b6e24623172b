/// GET /healthz: the process answers. GET /readyz: so does its store.

#include <watchword/endpoints/endpoint.hpp>

namespace watchword::endpoints {

Result<http::Response> healthz(const Dependencies&, const http::Request&) {
    return http::Response::json(200, R"({"status":"ok"})");
}

Result<http::Response> readyz(const Dependencies& dependencies, const http::Request&) {
    const auto answer = dependencies.readiness->check(dependencies.auth.store, dependencies.auth.clock.now());
    if (!answer) return answer.error();
    return http::Response::json(200, R"({"status":"ready"})");
}

}  // namespace watchword::endpoints
