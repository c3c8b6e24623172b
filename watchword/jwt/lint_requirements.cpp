#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/explain_sentences.hpp>
#include <watchword/jwt/lint_rules.hpp>

#include <algorithm>
#include <array>

namespace watchword::jwt::lint {
namespace {

using Sentence = std::optional<std::string>;

/// RFC 7519 section 4.1.4: "usually no more than a few minutes".
constexpr Seconds most_leeway = std::chrono::minutes(5);

struct Kinds {
    bool symmetric = false;
    bool asymmetric = false;
};

Kinds kinds_of(const jose::AlgorithmSet& allowed) {
    Kinds kinds;
    for (const jose::Algorithm algorithm : sentences::members_of(allowed))
        (jose::is_symmetric(algorithm) ? kinds.symmetric : kinds.asymmetric) = true;
    return kinds;
}

Sentence mixed_algorithms(const Subject& subject) {
    const Kinds kinds = kinds_of(subject.required.algorithms);
    if (!kinds.symmetric || !kinds.asymmetric) return std::nullopt;
    return "Shared secrets and public keys are allowed at once: with a public key in the place of a secret, anybody "
           "could sign (RFC 8725 section 2.1). Allow one kind.";
}

Sentence algorithm_confusion(const Subject& subject) {
    const auto name = Subject::text(subject.header, "alg");
    const auto algorithm = name ? jose::find_algorithm(*name) : std::nullopt;
    if (!algorithm || !jose::is_symmetric(*algorithm)) return std::nullopt;
    if (const Kinds kinds = kinds_of(subject.required.algorithms); kinds.symmetric || !kinds.asymmetric)
        return std::nullopt;
    return "The header says " + std::string(*name) +
           " where public keys are expected: that is how a public key is passed off as a secret (RFC 8725 section "
           "2.1).";
}

Sentence any_issuer(const Subject& subject) {
    if (!subject.required.issuer.accepts_any()) return std::nullopt;
    return "Every issuer is accepted: name the one that is trusted (RFC 8725 section 3.8).";
}

Sentence any_audience(const Subject& subject) {
    if (!subject.required.audience.accepts_any()) return std::nullopt;
    return "Every audience is accepted, other services' tokens included: name your own (RFC 8725 section 3.9).";
}

Sentence large_leeway(const Subject& subject) {
    const Seconds leeway = checks::leeway(subject.required);
    if (leeway <= most_leeway) return std::nullopt;
    return "Clocks may differ by " + sentences::span(leeway) +
           ": a few minutes are usual (RFC 7519 section 4.1.4), and each lets an expired token live on.";
}

constexpr std::array<Rule, 5> rules{{
    {"mixed_algorithms", Severity::warning, mixed_algorithms},
    {"algorithm_confusion", Severity::warning, algorithm_confusion},
    {"any_issuer", Severity::note, any_issuer},
    {"any_audience", Severity::note, any_audience},
    {"large_leeway", Severity::warning, large_leeway},
}};

}  // namespace

std::span<const Rule> rules_of_requirements() noexcept {
    return rules;
}

}  // namespace watchword::jwt::lint
