#include <watchword/endpoints/endpoint.hpp>
#include <watchword/endpoints/error_response.hpp>
#include <watchword/endpoints/response_headers.hpp>
#include <watchword/endpoints/routes.hpp>
#include <watchword/pages/assets.hpp>

#include <algorithm>

namespace watchword::endpoints {
namespace {

using http::Method;
using http::Pool;

struct Row {
    Method method;
    std::string path;
    Pool pool;
    ErrorForm errors;
    Endpoint endpoint;
};

std::vector<Row> table() {
    return {
        {Method::post, "/oauth2/token", Pool::storage, ErrorForm::oauth, token},
        {Method::post, "/oauth2/revoke", Pool::storage, ErrorForm::oauth, revoke},
        {Method::post, "/oauth2/introspect", Pool::storage, ErrorForm::oauth, introspect},
        {Method::get, "/oauth2/userinfo", Pool::storage, ErrorForm::bearer, userinfo},
        {Method::get, "/.well-known/jwks.json", Pool::loop, ErrorForm::problem, jwks},
        {Method::get, "/.well-known/oauth-authorization-server", Pool::loop, ErrorForm::problem, metadata},

        {Method::post, "/api/v1/login", Pool::storage, ErrorForm::bearer, api_login},
        {Method::post, "/api/v1/refresh", Pool::storage, ErrorForm::bearer, api_refresh},
        {Method::post, "/api/v1/logout", Pool::storage, ErrorForm::bearer, api_logout},
        {Method::get, "/api/v1/me", Pool::storage, ErrorForm::bearer, api_me},

        {Method::get, "/healthz", Pool::loop, ErrorForm::problem, healthz},
        {Method::get, "/readyz", Pool::storage, ErrorForm::problem, readyz},
        {Method::get, "/openapi.json", Pool::loop, ErrorForm::problem, openapi},

        {Method::get, "/", Pool::loop, ErrorForm::page, front_page},
        {Method::get, "/login", Pool::storage, ErrorForm::page, show_login},
        {Method::post, "/login", Pool::storage, ErrorForm::page, submit_login},
        {Method::post, "/logout", Pool::storage, ErrorForm::page, submit_logout},
        {Method::get, "/account", Pool::storage, ErrorForm::page, show_account},
        {Method::post, "/account/password", Pool::storage, ErrorForm::page, submit_password},
        {Method::post, "/account/sessions/end", Pool::storage, ErrorForm::page, submit_end_sessions},
        {Method::get, "/setup", Pool::storage, ErrorForm::page, show_setup},
        {Method::post, "/setup", Pool::storage, ErrorForm::page, submit_setup},
        {Method::get, pages::assets().stylesheet.path, Pool::loop, ErrorForm::page, stylesheet},
        {Method::get, pages::assets().logo.path, Pool::loop, ErrorForm::page, logo},
        {Method::get, "/favicon.ico", Pool::loop, ErrorForm::page, logo},
    };
}

http::Handler handler_of(const Row& row, const Dependencies& dependencies) {
    return [dependencies, errors = row.errors, endpoint = row.endpoint](const http::Request& request) {
        auto response = endpoint(dependencies, request);
        if (response) return std::move(*response);
        log_refusal(dependencies.auth.log, response.error(), request);
        return error_response(errors, response.error());
    };
}

/// What a request that no endpoint answers expects: the form of its path, or of whoever asks.
ErrorForm form_for(const std::vector<Row>& rows, const http::Request& request) {
    const auto row = std::ranges::find(rows, request.path, &Row::path);
    if (row != rows.end()) return row->errors;
    if (request.path.starts_with("/oauth2/")) return ErrorForm::oauth;
    const bool is_page = !is_api_path(request.path) && accepts_html(request);
    return is_page ? ErrorForm::page : ErrorForm::problem;
}

}  // namespace

http::Router make_router(const Dependencies& dependencies) {
    std::vector<Row> rows = table();
    std::vector<http::Route> routes;
    routes.reserve(rows.size());
    for (const Row& row : rows)
        routes.push_back({row.method, row.path, row.pool, handler_of(row, dependencies)});
    const auto fallback = [rows = std::move(rows)](int status, const http::Request& request) {
        return error_response(form_for(rows, request), status);
    };
    const auto middleware = [&settings = dependencies.settings](const http::Request& request,
                                                                const http::Handler& handler) {
        http::Response response = handler(request);
        add_security_headers(request, response);
        add_cors_headers(settings, request, response);
        return response;
    };
    return http::Router(std::move(routes), fallback, middleware);
}

}  // namespace watchword::endpoints
