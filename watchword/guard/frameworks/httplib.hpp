#pragma once
/// cpp-httplib: protects the handlers of a `httplib::Server`. Header-only, so that nobody but the service compiles that
/// library.
///
///     const guard::frameworks::HttplibGuard guarded(policy, keys, clock, log);
///     server.Get("/reports", guarded.protect({"reports:read"}, [](const guard::Principal& caller, const auto& request,
///                                                                 auto& response) { ... }));

#include <watchword/base/clock.hpp>
#include <watchword/base/log.hpp>
#include <watchword/guard/guard.hpp>
#include <watchword/guard/problem.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <httplib.h>

namespace watchword::guard::frameworks {

/// What a protected handler gets: whom the request speaks for, and what every handler gets.
using HttplibHandler = std::function<void(const Principal&, const ::httplib::Request&, ::httplib::Response&)>;

/// What `check` looks at: views into the request. No cookies: cpp-httplib undoes percent-encoding in the values of
/// headers, so that `a=1%3B%20token=x`, one cookie, reads like two.
inline RequestView view_of(const ::httplib::Request& request) {
    const auto values_of = [&request](const char* name) {
        std::vector<std::string_view> values;
        const auto [first, last] = request.headers.equal_range(name);
        for (auto header = first; header != last; ++header)
            values.emplace_back(header->second);
        return values;
    };
    return {.authorization = values_of("Authorization"),
            .cookie = {},
            .dpop = values_of("DPoP"),
            .method = request.method,
            .target = request.target};
}

/// Writes the whole answer to a request that was refused.
inline void answer_with(const Challenge& challenge, ::httplib::Response& response) {
    const Problem problem = problem_for(challenge);
    response.status = problem.status;
    for (const auto& [name, value] : problem.headers)
        response.set_header(name, value);
    response.set_content(problem.body, problem.content_type);
}

/// What the routes of a service share. It may go away before the server does; what it borrows may not.
class HttplibGuard {
  public:
    /// Borrows `keys`, `clock`, `log` and what the policy borrows. Throws std::invalid_argument for a policy that takes
    /// tokens from cookies: which cookies there are cannot be told here (`view_of`), not even of a `__Host-` cookie.
    HttplibGuard(const Policy& policy, const jwt::KeySource& keys, const Clock& clock, const Log& log)
        : HttplibGuard(policy, verifier_with(keys, policy.cache), clock, log) {}
    /// The same with a verifier of your own.
    HttplibGuard(Policy policy, TokenVerifier verify, const Clock& clock, const Log& log)
        : shared_(share(std::move(policy), std::move(verify), clock, log)) {}

    /// The handler behind `check`, with these scopes demanded. Every other request gets the challenge as a problem
    /// document, and a line in the log that says why.
    ::httplib::Server::Handler protect(std::vector<std::string> scopes, HttplibHandler handler) const {
        return [shared = shared_, scopes = std::move(scopes), handler = std::move(handler)](
                   const ::httplib::Request& request, ::httplib::Response& response) {
            const std::vector<std::string_view> demanded(scopes.begin(), scopes.end());
            const auto principal =
                check(view_of(request), shared->verify, shared->policy, shared->clock.now(), demanded);
            if (principal) return handler(*principal, request, response);
            report(shared->log, principal.error(), request);
            answer_with(principal.error(), response);
        };
    }

  private:
    struct Shared {
        Policy policy;
        TokenVerifier verify;
        const Clock& clock;
        const Log& log;
    };

    static std::shared_ptr<const Shared> share(Policy policy, TokenVerifier verify, const Clock& clock,
                                               const Log& log) {
        if (policy.extraction.from != Extraction::From::bearer)
            throw std::invalid_argument("cpp-httplib does not hand over cookies as they were sent: only bearer tokens");
        return std::make_shared<const Shared>(Shared{std::move(policy), std::move(verify), clock, log});
    }

    static void report(const Log& log, const Challenge& challenge, const ::httplib::Request& request) noexcept {
        const auto level = challenge.status >= 500 ? &Log::warning : &Log::info;
        (log.*level)("request_refused",
                     {{"code", challenge.error.name()}, {"path", request.path}, {"detail", challenge.error.detail()}});
    }

    std::shared_ptr<const Shared> shared_;
};

}  // namespace watchword::guard::frameworks
