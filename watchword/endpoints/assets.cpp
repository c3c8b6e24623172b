/// GET /assets/...: paths that change with their content, so that browsers never ask twice.

#include <watchword/endpoints/endpoint.hpp>
#include <watchword/pages/assets.hpp>

namespace watchword::endpoints {
namespace {

http::Response serve(const pages::Asset& asset, const http::Request& request) {
    http::Response response;
    response.headers.add("Content-Type", std::string(asset.content_type));
    // A path without the version, such as /favicon.ico, has to be asked for again.
    const bool versioned = request.path == asset.path;
    response.headers.add("Cache-Control", versioned ? "public, max-age=31536000, immutable" : "public, max-age=3600");
    response.body = std::string(asset.content);
    return response;
}

}  // namespace

Result<http::Response> stylesheet(const Dependencies&, const http::Request& request) {
    return serve(pages::assets().stylesheet, request);
}

Result<http::Response> logo(const Dependencies&, const http::Request& request) {
    return serve(pages::assets().logo, request);
}

}  // namespace watchword::endpoints
