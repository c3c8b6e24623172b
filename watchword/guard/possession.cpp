#include <watchword/guard/possession.hpp>
#include <watchword/jwt/dpop.hpp>

namespace watchword::guard {
namespace {

using jose::json::Value;

/// What is said about a proof is not about the token: the code says so, the detail says what it was.
Error about_the_proof(const Error& error) {
    // RFC 9449 section 7.1: the token is the one that is refused if the proof is of another key.
    if (error == Error::unknown_key) return Error(Error::proof_required, error.detail());
    if (error == Error::replayed) return error;
    std::string detail(error.name());
    if (!error.detail().empty()) detail.append(": ").append(error.detail());
    return Error(Error::invalid_proof, std::move(detail));
}

/// The thumbprint of the key that the token is bound to, and to nothing else: that could not be checked here.
Result<std::string> bound_key(const std::optional<Value>& confirmation) {
    if (!confirmation) return Error(Error::missing_claim, "cnf");
    const auto thumbprint = confirmation->find("jkt");
    const bool alone = thumbprint && confirmation->names().size() == 1;
    if (!alone || !thumbprint->string()) return Error(Error::proof_required, "cnf is not a jkt alone");
    return std::string(*thumbprint->string());
}

Result<void> check_proof(const RequestView& request, std::string_view token, const std::optional<Value>& confirmation,
                         const Dpop& dpop, TimePoint now) {
    auto thumbprint = bound_key(confirmation);
    if (!thumbprint) return thumbprint.error();
    if (request.dpop.empty()) return Error(Error::proof_required, "there is no DPoP header");
    // RFC 9449 section 4.3 check 1: "There is not more than one DPoP HTTP request header field."
    if (request.dpop.size() > 1) return Error(Error::invalid_proof, "DPoP is there more than once");
    if (!request.target.starts_with('/')) return Error(Error::invalid_request, "the target is not a path");
    const jwt::DpopRequirements required{.algorithms = dpop.algorithms,
                                         .method = std::string(request.method),
                                         .url = dpop.origin + std::string(request.target),
                                         .access_token = std::string(token),
                                         .key_thumbprint = *std::move(thumbprint),
                                         .max_age = dpop.max_age,
                                         .leeway = dpop.leeway};
    const auto proof = jwt::verify_dpop_proof(request.dpop.front(), required, dpop.seen, now);
    if (!proof) return about_the_proof(proof.error());
    return {};
}

}  // namespace

Result<void> check_possession(const RequestView& request, const PresentedToken& presented, const jwt::Claims& claims,
                              const Policy& policy, TimePoint now) {
    const std::optional<Value> confirmation = claims.find("cnf");
    if (presented.scheme == Scheme::dpop) return check_proof(request, presented.token, confirmation, *policy.dpop, now);
    if (policy.dpop && policy.dpop->demanded == Dpop::Demanded::of_all_tokens) return Error::proof_required;
    if (!confirmation) return {};
    // RFC 9449 section 7.2: such a token "MUST NOT" be accepted as a bearer token by who knows DPoP.
    const bool by_dpop = policy.dpop && confirmation->find("jkt");
    if (by_dpop || policy.bound_tokens == Policy::BoundTokens::refused) return Error::proof_required;
    return {};
}

}  // namespace watchword::guard
