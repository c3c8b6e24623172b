/// GET /openapi.json: what this server answers, for tools (OpenAPI 3.1). A test holds it against the routes.

#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/web_files.hpp>

namespace watchword::endpoints {

Result<http::Response> openapi(const Dependencies&, const http::Request&) {
    auto response = http::Response::json(200, std::string(web_file("openapi.json")));
    response.headers.add("Cache-Control", "public, max-age=300");
    return response;
}

}  // namespace watchword::endpoints
