#include <watchword/guard/guard.hpp>

namespace watchword::guard {
namespace {

/// What RFC 6750 section 3.1 calls the reasons.
struct Answer {
    int status;
    std::string_view error;
};
constexpr Answer bare{401, ""};
constexpr Answer invalid_request{400, "invalid_request"};
constexpr Answer invalid_token{401, "invalid_token"};
constexpr Answer insufficient_scope{403, "insufficient_scope"};

/// Errors that are not about the token; 0 if this one is, and a challenge can help.
int status_without_challenge(const Error& error) noexcept {
    switch (error.code()) {
        case Error::forbidden:
        case Error::csrf_failed:
            return 403;
        case Error::keys_unavailable:
        case Error::overloaded:
        case Error::storage_unavailable:
        case Error::storage_full:
        case Error::storage_locked:
            return 503;
        case Error::internal:
        case Error::storage_corrupt:
            return 500;
        default:
            return 0;
    }
}

Answer answer_to(const Error& error) noexcept {
    switch (error.code()) {
        // RFC 6750 section 3.1: without any authentication information, no error code.
        case Error::missing_token:
            return bare;
        case Error::several_tokens:
        case Error::invalid_request:
            return invalid_request;
        case Error::insufficient_scope:
            return insufficient_scope;
        default:
            return invalid_token;
    }
}

/// A quoted-string (RFC 9110 section 5.6.4) of printable ASCII; all else is left out, so that no header can be split.
void append_parameter(std::string& out, std::string_view name, std::string_view value) {
    out += out.empty() ? "Bearer " : ", ";
    out += name;
    out += "=\"";
    for (const char c : value) {
        if (c < 0x20 || c > 0x7e) continue;
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

std::string joined(const std::vector<std::string_view>& scopes) {
    std::string out;
    for (const std::string_view scope : scopes) {
        if (!out.empty()) out += ' ';
        out += scope;
    }
    return out;
}

}  // namespace

Challenge challenge_for(const Error& error, std::string_view realm, const std::vector<std::string_view>& scopes) {
    if (const int status = status_without_challenge(error); status != 0) return {status, {}, error};
    const Answer answer = answer_to(error);
    Challenge challenge{answer.status, {}, error};
    append_parameter(challenge.www_authenticate, "realm", realm);
    if (answer.error.empty()) return challenge;
    append_parameter(challenge.www_authenticate, "error", answer.error);
    append_parameter(challenge.www_authenticate, "error_description", error.sentence());
    // RFC 6750 section 3: "scope" lists at least one.
    if (error == Error::insufficient_scope && !scopes.empty())
        append_parameter(challenge.www_authenticate, "scope", joined(scopes));
    return challenge;
}

}  // namespace watchword::guard
