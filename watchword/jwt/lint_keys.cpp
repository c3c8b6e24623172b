#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/key_size.hpp>
#include <watchword/jwt/explain_sentences.hpp>
#include <watchword/jwt/lint_rules.hpp>

#include <algorithm>
#include <array>

namespace watchword::jwt::lint {
namespace {

using Sentence = std::optional<std::string>;

/// 2031-01-01T00:00:00Z
constexpr TimePoint end_of_112_bits{Seconds(1'924'992'000)};
/// The size of RSA keys that gives 128 bits of strength (NIST SP 800-57 part 1, table 2).
constexpr std::size_t lasting_rsa_bits = 3072;

bool is_weak(const jose::VerificationKey& key) {
    return jose::is_symmetric(key.algorithm()) &&
           jose::size_in_bits(key) < 8 * jose::traits(key.algorithm()).digest_size;
}

/// Only those that came in by HmacKey::weak_for_compatibility: every other import refuses them.
Sentence weak_key(const Subject& subject) {
    std::string out;
    for (const jose::VerificationKey& key : subject.keys) {
        if (!is_weak(key)) continue;
        out += (out.empty() ? "" : ", ") + std::string(jose::name(key.algorithm()));
        if (!key.kid().empty()) out += " kid " + sentences::quoted(key.kid());
        out += " has " + std::to_string(jose::size_in_bits(key)) + " bits and needs " +
               std::to_string(8 * jose::traits(key.algorithm()).digest_size);
    }
    if (out.empty()) return std::nullopt;
    return "A secret that is shorter than its hash can be guessed (RFC 7518 section 3.2): " + out + ".";
}

/// NIST SP 800-57 part 1 revision 5, table 4: 112 bits of strength are for use until the end of 2030.
Sentence aging_key(const Subject& subject) {
    if (!subject.key || jose::traits(subject.key->algorithm()).key_type != jose::KeyType::rsa) return std::nullopt;
    const std::size_t bits = jose::size_in_bits(*subject.key);
    const TimePoint needed_until = std::max(subject.now, subject.time("exp").value_or(subject.now));
    if (bits >= lasting_rsa_bits || needed_until < end_of_112_bits) return std::nullopt;
    return "The RSA key has " + std::to_string(bits) +
           " bits, which NIST SP 800-57 accepts until the end of 2030; this token is for later.";
}

constexpr std::array<Rule, 2> rules{{
    {"weak_key", Severity::warning, weak_key},
    {"aging_key", Severity::note, aging_key},
}};

}  // namespace

std::span<const Rule> rules_of_keys() noexcept {
    return rules;
}

}  // namespace watchword::jwt::lint
