#pragma once
/// From method and path to a handler. Paths are literal: no patterns until somebody needs one.

#include <watchword/base/log.hpp>
#include <watchword/http/message.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::http {

/// Handlers are plain synchronous functions, called on the pool that their route names. They do not throw for bad
/// input; what they throw is logged and becomes `Router`'s internal-error response.
using Handler = std::function<Response(const Request&)>;

/// Where a handler runs.
enum class Pool : std::uint8_t {
    /// On the event loop: must not block, must take microseconds.
    loop,
    /// On the bounded pool for whatever may block. Full means 503 with Retry-After.
    storage,
};

struct Route {
    Method method;
    std::string path;
    Pool pool;
    Handler handler;
};

/// Immutable after construction, so thread-safe. HEAD is served by GET's handler; OPTIONS answers 204 with Allow.
class Router {
  public:
    /// How the server answers when no handler does; the caller decides their form. `fallback` gets the status
    /// (404, 405, 413, 500, 503 ...) and the request as far as it is known.
    using Fallback = std::function<Response(int status, const Request&)>;
    /// Runs around every handler on the handler's thread, e.g. to set security headers or CORS. May be empty.
    using Middleware = std::function<Response(const Request&, const Handler&)>;

    Router(std::vector<Route> routes, Fallback fallback, Middleware middleware = {});

    struct Match {
        const Route* route;  ///< null: answer with `status`
        int status;
        std::string allow;  ///< for 405 and OPTIONS
    };
    Match match(Method method, std::string_view path) const;
    const std::vector<Route>& routes() const noexcept { return routes_; }
    /// Runs the handler with the middleware; never throws. What the handler throws is logged and answered by
    /// `fallback(500)`.
    Response run(const Route& route, const Request& request, const Log* log = nullptr) const noexcept;
    /// What a request without a route gets: 204 with Allow for OPTIONS, else the fallback; with the middleware, so that
    /// CORS and security headers are on every answer.
    Response run_unmatched(const Match& match, const Request& request, const Log* log = nullptr) const noexcept;
    /// Never throws: a fallback that does is logged and becomes a bare text.
    Response fallback(int status, const Request& request, const Log* log = nullptr) const noexcept;

  private:
    Response guarded(const Handler& handler, const Request& request, const Log* log) const noexcept;

    std::vector<Route> routes_;
    Fallback fallback_;
    Middleware middleware_;
};

}  // namespace watchword::http
