#include <watchword/endpoints/error_response.hpp>
#include <watchword/guard/guard.hpp>
#include <watchword/jose/json_object.hpp>
#include <watchword/pages/render.hpp>

#include <algorithm>
#include <array>

namespace watchword::endpoints {
namespace {

/// One code: its status on pages and in problem documents, its error and status in OAuth bodies.
struct Row {
    Error::Code code;
    int status;
    std::string_view oauth_error;
    int oauth_status;
};

constexpr Row internal_row{Error::internal, 500, "server_error", 500};

constexpr std::array rows{
    // Tokens (RFC 6750 section 3.1)
    Row{Error::malformed, 401, "invalid_token", 401},
    Row{Error::too_large, 401, "invalid_token", 401},
    Row{Error::algorithm_not_allowed, 401, "invalid_token", 401},
    Row{Error::unsupported_critical, 401, "invalid_token", 401},
    Row{Error::unknown_key, 401, "invalid_token", 401},
    Row{Error::bad_signature, 401, "invalid_token", 401},
    Row{Error::expired, 401, "invalid_token", 401},
    Row{Error::not_yet_valid, 401, "invalid_token", 401},
    Row{Error::issued_in_future, 401, "invalid_token", 401},
    Row{Error::wrong_issuer, 401, "invalid_token", 401},
    Row{Error::wrong_audience, 401, "invalid_token", 401},
    Row{Error::wrong_type, 401, "invalid_token", 401},
    Row{Error::missing_claim, 401, "invalid_token", 401},
    Row{Error::invalid_claim, 401, "invalid_token", 401},
    Row{Error::proof_required, 401, "invalid_token", 401},
    Row{Error::missing_token, 401, "invalid_token", 401},
    Row{Error::several_tokens, 400, "invalid_request", 400},
    Row{Error::user_token_required, 403, "insufficient_scope", 403},
    // Requests (RFC 6749 section 5.2: 400 where nothing else is said)
    Row{Error::invalid_request, 400, "invalid_request", 400},
    Row{Error::missing_parameter, 400, "invalid_request", 400},
    Row{Error::repeated_parameter, 400, "invalid_request", 400},
    Row{Error::invalid_json, 400, "invalid_request", 400},
    Row{Error::invalid_form, 400, "invalid_request", 400},
    Row{Error::unsupported_media_type, 415, "invalid_request", 400},
    Row{Error::body_too_large, 413, "invalid_request", 413},
    Row{Error::not_found, 404, "invalid_request", 404},
    Row{Error::method_not_allowed, 405, "invalid_request", 405},
    // Clients and grants
    Row{Error::invalid_client, 401, "invalid_client", 401},
    Row{Error::unauthorized_client, 403, "unauthorized_client", 400},
    Row{Error::unsupported_grant, 400, "unsupported_grant_type", 400},
    Row{Error::unsupported_token_type, 400, "unsupported_token_type", 400},
    Row{Error::invalid_scope, 400, "invalid_scope", 400},
    Row{Error::invalid_target, 400, "invalid_target", 400},
    Row{Error::wrong_credentials, 401, "invalid_grant", 400},
    Row{Error::invalid_refresh_token, 401, "invalid_grant", 400},
    Row{Error::refresh_token_reused, 401, "invalid_grant", 400},
    Row{Error::session_ended, 401, "invalid_grant", 400},
    // Limits and trouble on our side
    Row{Error::rate_limited, 429, "temporarily_unavailable", 429},
    Row{Error::overloaded, 503, "temporarily_unavailable", 503},
    Row{Error::storage_unavailable, 503, "temporarily_unavailable", 503},
    Row{Error::storage_full, 503, "temporarily_unavailable", 503},
    Row{Error::storage_locked, 503, "temporarily_unavailable", 503},
    Row{Error::storage_corrupt, 503, "temporarily_unavailable", 503},
    internal_row,
    // Pages
    Row{Error::csrf_failed, 403, "invalid_request", 400},
    Row{Error::setup_done, 409, "invalid_request", 400},
    Row{Error::invalid_setup_link, 403, "invalid_request", 400},
    Row{Error::name_taken, 409, "invalid_request", 400},
    Row{Error::invalid_name, 422, "invalid_request", 400},
    Row{Error::invalid_email, 422, "invalid_request", 400},
    Row{Error::password_too_short, 422, "invalid_request", 400},
    Row{Error::password_too_long, 422, "invalid_request", 400},
    Row{Error::password_too_common, 422, "invalid_request", 400},
    Row{Error::invalid_password, 422, "invalid_request", 400},
};

/// Whatever is not meant for the other side is our own failure.
const Row* find_row(const Error& error) noexcept {
    const auto row = std::ranges::find(rows, error.code(), &Row::code);
    return row == rows.end() ? nullptr : &*row;
}

const Row& row_of(const Error& error) noexcept {
    const Row* row = find_row(error);
    return row != nullptr ? *row : internal_row;
}

std::string_view title_of(int status) noexcept {
    switch (status) {
        case 400:
            return "Bad request";
        case 401:
            return "Not signed in";
        case 403:
            return "Not allowed";
        case 404:
            return "Not found";
        case 405:
            return "Method not allowed";
        case 408:
            return "Request timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Body too large";
        case 414:
            return "Address too long";
        case 415:
            return "Unsupported content type";
        case 422:
            return "Not acceptable as it is";
        case 429:
            return "Too many attempts";
        case 431:
            return "Headers too large";
        case 500:
            return "Something went wrong";
        case 503:
            return "Please try again in a moment";
        default:
            return "Request refused";
    }
}

http::Response oauth_response(const Error& error, int status) {
    const Row& row = row_of(error);
    jose::json::ObjectWriter body;
    body.add("error", row.oauth_error).add("error_description", Error(row.code).sentence());
    body.add("code", Error(row.code).name());
    auto response = http::Response::json(status, body.text());
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("Pragma", "no-cache");
    // RFC 6749 section 5.2: 401 carries the scheme that the client may use.
    if (status == 401) response.headers.add("WWW-Authenticate", R"(Basic realm="watchword", charset="UTF-8")");
    return response;
}

http::Response problem_response(const Error& error, int status) {
    const Error shown(row_of(error).code);
    jose::json::ObjectWriter body;
    // RFC 9457 section 4.2.1: "about:blank" says that the status is the type; `code` is what programs look at.
    body.add("type", "about:blank").add("title", title_of(status)).add("status", status);
    body.add("detail", shown.sentence()).add("code", shown.name());
    auto response = http::Response::json(status, body.text());
    response.headers.set("Content-Type", "application/problem+json");
    return response;
}

/// The challenge for a refusal, or nothing where no token would help.
std::string challenge_of(const Error& error, int status) {
    if (error == Error::user_token_required) {
        return R"(Bearer realm="watchword", error="insufficient_scope", error_description=")" +
               std::string(error.sentence()) + '"';
    }
    const bool about_token =
        row_of(error).oauth_error == "invalid_token" || error == Error::session_ended || error == Error::several_tokens;
    if (about_token) return guard::challenge_for(error, "watchword").www_authenticate;
    // Wrong credentials in a body are no fault of a token: RFC 6750 section 3.1 asks for the bare challenge then.
    return status == 401 ? guard::challenge_for(Error::missing_token, "watchword").www_authenticate : "";
}

http::Response bearer_response(const Error& error, int status) {
    http::Response response = problem_response(error, status);
    if (std::string challenge = challenge_of(error, status); !challenge.empty()) {
        response.headers.add("WWW-Authenticate", std::move(challenge));
    }
    return response;
}

http::Response page_response(const Error& error, int status) {
    const Error shown(row_of(error).code);
    pages::ErrorPage page;
    page.title = title_of(status);
    page.sentence = shown.sentence();
    page.code = shown.name();
    page.way_on = std::string(1, '/');
    page.way_label = "Go to your account";
    return http::Response::html(status, pages::render(page));
}

http::Response in_form(ErrorForm form, const Error& error, int status) {
    switch (form) {
        case ErrorForm::oauth:
            return oauth_response(error, status);
        case ErrorForm::bearer:
            return bearer_response(error, status);
        case ErrorForm::problem:
            return problem_response(error, status);
        case ErrorForm::page:
            break;
    }
    return page_response(error, status);
}

/// What a bare status means.
Error error_of(int status) {
    switch (status) {
        case 404:
            return Error::not_found;
        case 405:
            return Error::method_not_allowed;
        case 413:
            return Error::body_too_large;
        case 415:
            return Error::unsupported_media_type;
        case 503:
            return Error(Error::overloaded).with_retry_after(std::chrono::seconds(1));
        default:
            return status < 500 ? Error::invalid_request : Error::internal;
    }
}

}  // namespace

int status_of(const Error& error) noexcept {
    return row_of(error).status;
}

void add_retry_after(const Error& error, http::Response& response) {
    std::chrono::seconds wait = error.retry_after();
    if (wait.count() <= 0 && response.status == 503) wait = std::chrono::seconds(1);
    if (wait.count() > 0) response.headers.set("Retry-After", std::to_string(wait.count()));
}

http::Response error_response(ErrorForm form, const Error& error) {
    const Row& row = row_of(error);
    http::Response response = in_form(form, error, form == ErrorForm::oauth ? row.oauth_status : row.status);
    add_retry_after(error, response);
    return response;
}

http::Response error_response(ErrorForm form, int status) {
    const Error error = error_of(status);
    http::Response response = in_form(form, error, status);
    add_retry_after(error, response);
    return response;
}

std::vector<Error::Code> answered_codes() {
    std::vector<Error::Code> codes;
    codes.reserve(rows.size());
    for (const Row& row : rows)
        codes.push_back(row.code);
    return codes;
}

void log_refusal(const Log& log, const Error& error, const http::Request& request) {
    const bool ours = find_row(error) == nullptr || status_of(error) >= 500;
    const auto write = [&](auto level) {
        (log.*level)("request_refused", {{"code", error.name()}, {"path", request.path}, {"detail", error.detail()}});
    };
    if (ours) return write(&Log::error);
    if (!error.detail().empty()) write(&Log::info);
}

}  // namespace watchword::endpoints
