#include <watchword/guard/challenge.hpp>

namespace watchword::guard {
namespace {

/// The reasons of RFC 6750 section 3.1 and RFC 9449 section 7.1.
struct Answer {
    int status;
    std::string_view error;
};
constexpr Answer bare{401, ""};
constexpr Answer invalid_request{400, "invalid_request"};
constexpr Answer invalid_token{401, "invalid_token"};
constexpr Answer invalid_proof{401, "invalid_dpop_proof"};
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
        case Error::invalid_proof:
        case Error::replayed:
            return invalid_proof;
        case Error::insufficient_scope:
            return insufficient_scope;
        default:
            return invalid_token;
    }
}

/// A parameter whose value is a quoted-string (RFC 9110 section 5.6.4) of printable ASCII; all else is left out, so
/// that no header can be split.
void append_parameter(std::string& out, std::string_view name, std::string_view value) {
    out += out.back() == ' ' ? "" : ", ";
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

/// The value of "algs" (RFC 9449 section 7.1): what a proof may be signed with.
std::string names_of(const jose::AlgorithmSet& algorithms) {
    std::vector<std::string_view> names;
    for (auto number = 0U; number <= static_cast<unsigned>(jose::Algorithm::Ed448); ++number) {
        const auto algorithm = static_cast<jose::Algorithm>(number);
        if (algorithms.contains(algorithm) && !jose::is_symmetric(algorithm)) names.push_back(jose::name(algorithm));
    }
    return joined(names);
}

/// Without `answer.error` it says no more than what would do.
std::string challenge_of(Scheme scheme, std::string_view realm, const Answer& answer, const Error& error,
                         const std::vector<std::string_view>& scopes) {
    std::string out = scheme == Scheme::bearer ? "Bearer " : "DPoP ";
    append_parameter(out, "realm", realm);
    if (answer.error.empty()) return out;
    append_parameter(out, "error", answer.error);
    append_parameter(out, "error_description", error.sentence());
    // RFC 6750 section 3: "scope" lists at least one.
    if (error == Error::insufficient_scope && !scopes.empty()) append_parameter(out, "scope", joined(scopes));
    return out;
}

}  // namespace

Challenge challenge_for(const Error& error, std::string_view realm, const std::vector<std::string_view>& scopes) {
    if (const int status = status_without_challenge(error); status != 0) return {status, {}, error};
    const Answer answer = answer_to(error);
    return {answer.status, challenge_of(Scheme::bearer, realm, answer, error, scopes), error};
}

Challenge challenge_for(const Error& error, const Policy& policy, Scheme used,
                        const std::vector<std::string_view>& scopes) {
    Challenge bearer = challenge_for(error, policy.realm, scopes);
    if (!policy.dpop || bearer.www_authenticate.empty()) return bearer;
    const Answer answer = answer_to(error);
    const bool alone = policy.dpop->demanded == Dpop::Demanded::of_all_tokens;
    const bool first = alone || used == Scheme::dpop;
    std::string dpop = challenge_of(Scheme::dpop, policy.realm, first ? answer : bare, error, scopes);
    append_parameter(dpop, "algs", names_of(policy.dpop->algorithms));
    if (alone) return {answer.status, std::move(dpop), error};
    if (!first) return {answer.status, bearer.www_authenticate + ", " + dpop, error};
    return {answer.status, dpop + ", " + challenge_of(Scheme::bearer, policy.realm, bare, error, scopes), error};
}

}  // namespace watchword::guard
