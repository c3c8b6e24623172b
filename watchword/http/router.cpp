#include <watchword/http/router.hpp>

#include <algorithm>
#include <exception>

namespace watchword::http {
namespace {

bool serves(const Route& route, Method method) noexcept {
    return route.method == method || (method == Method::head && route.method == Method::get);
}

/// The methods of `routes`, each once, with those that the server adds.
std::string allow_of(const std::vector<const Route*>& routes) {
    std::vector<std::string_view> methods;
    const auto add = [&](Method method) {
        if (std::ranges::find(methods, name(method)) == methods.end()) methods.push_back(name(method));
    };
    for (const Route* route : routes) {
        add(route->method);
        if (route->method == Method::get) add(Method::head);
    }
    add(Method::options);
    std::string allow;
    for (const std::string_view method : methods) {
        if (!allow.empty()) allow += ", ";
        allow += method;
    }
    return allow;
}

void log_current_exception(const Log* log) noexcept {
    if (log == nullptr) return;
    try {
        throw;
    } catch (const std::exception& exception) {
        log->error("handler_threw", {{"what", exception.what()}});
    } catch (...) {
        log->error("handler_threw");
    }
}

}  // namespace

Router::Router(std::vector<Route> routes, Fallback fallback, Middleware middleware)
    : routes_(std::move(routes)), fallback_(std::move(fallback)), middleware_(std::move(middleware)) {}

Router::Match Router::match(Method method, std::string_view path) const {
    std::vector<const Route*> of_path;
    const Route* get = nullptr;
    for (const Route& route : routes_) {
        if (route.path != path) continue;
        if (route.method == method) return {&route, 200, {}};
        if (serves(route, method)) get = &route;
        of_path.push_back(&route);
    }
    if (get != nullptr) return {get, 200, {}};
    // RFC 9110 section 9.3.7: "*" asks about the server as a whole.
    if (method == Method::options && path == "*") {
        for (const Route& route : routes_)
            of_path.push_back(&route);
        return {nullptr, 204, allow_of(of_path)};
    }
    if (of_path.empty()) return {nullptr, 404, {}};
    return {nullptr, method == Method::options ? 204 : 405, allow_of(of_path)};
}

Response Router::guarded(const Handler& handler, const Request& request, const Log* log) const noexcept {
    try {
        return middleware_ ? middleware_(request, handler) : handler(request);
    } catch (...) {
        log_current_exception(log);
    }
    return fallback(500, request, log);
}

Response Router::run(const Route& route, const Request& request, const Log* log) const noexcept {
    return guarded(route.handler, request, log);
}

Response Router::run_unmatched(const Match& match, const Request& request, const Log* log) const noexcept {
    const Handler handler = [this, &match, log](const Request& unmatched) {
        Response response;
        response.status = match.status;
        if (match.status != 204) response = fallback(match.status, unmatched, log);
        if (!match.allow.empty()) response.headers.set("Allow", match.allow);
        return response;
    };
    return guarded(handler, request, log);
}

Response Router::fallback(int status, const Request& request, const Log* log) const noexcept {
    try {
        return fallback_(status, request);
    } catch (...) {
        log_current_exception(log);
    }
    Response response;
    response.status = status;
    return response;
}

}  // namespace watchword::http
