#include <watchword/guard/problem.hpp>
#include <watchword/jose/json.hpp>

#include <algorithm>

namespace watchword::guard {
namespace {

using jose::json::append_quoted;

std::string_view title_of(int status) noexcept {
    switch (status) {
        case 400:
            return "Bad request";
        case 401:
            return "Not signed in";
        case 403:
            return "Not allowed";
        case 503:
            return "Please try again in a moment";
        default:
            return "Something went wrong";
    }
}

std::string document(const Challenge& challenge) {
    // RFC 9457 section 4.2.1: "about:blank" says that the status is the type; `code` is what programs look at.
    std::string json = R"({"type":"about:blank","title":)";
    append_quoted(json, title_of(challenge.status));
    json.append(R"(,"status":)").append(std::to_string(challenge.status));
    json += R"(,"detail":)";
    append_quoted(json, challenge.error.sentence());
    json += R"(,"code":)";
    append_quoted(json, challenge.error.name());
    return json += '}';
}

}  // namespace

Problem problem_for(const Challenge& challenge) {
    Problem problem{.status = challenge.status, .headers = {}, .body = document(challenge)};
    if (!challenge.www_authenticate.empty())
        problem.headers.emplace_back("WWW-Authenticate", challenge.www_authenticate);
    const Seconds wait = std::max(challenge.error.retry_after(), Seconds(challenge.status == 503 ? 1 : 0));
    if (wait > Seconds(0)) problem.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return problem;
}

}  // namespace watchword::guard
