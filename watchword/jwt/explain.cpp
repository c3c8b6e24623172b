#include <watchword/jwt/checks.hpp>
#include <watchword/jwt/claims_access.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/explain_contents.hpp>
#include <watchword/jwt/explain_sentences.hpp>
#include <watchword/jwt/lint_rules.hpp>

#include <algorithm>
#include <array>

namespace watchword::jwt {
namespace {

using HeaderSentence = std::string (*)(const Header&, const Requirements&);
constexpr std::array<HeaderSentence, checks::of_header.size()> header_sentences{
    sentences::of_algorithm, sentences::of_critical, sentences::of_type};

using ClaimSentence = std::string (*)(const checks::RegisteredClaims&, const Requirements&, TimePoint);
constexpr std::array<ClaimSentence, checks::of_claims.size()> claim_sentences{sentences::of_issuer,
                                                                              sentences::of_audience,
                                                                              sentences::of_expiry,
                                                                              sentences::of_not_before,
                                                                              sentences::of_issued_at,
                                                                              sentences::of_age,
                                                                              sentences::of_authentication_age,
                                                                              sentences::of_subject,
                                                                              sentences::of_required_claims,
                                                                              sentences::of_profile};

/// The sentence of an error, and its detail.
std::string sentence_of(const Error& error) {
    std::string out(error.sentence());
    return error.detail().empty() ? out : out + " (" + error.detail() + ")";
}

/// Walks the same road as `verify`, but notes a failure and goes on with whatever can still be checked.
class Explainer {
  public:
    Explainer(const KeySource& keys, const Requirements& required, TimePoint now)
        : keys_(keys), required_(required), now_(now) {}

    Explanation explain(std::string_view token) && {
        const Result<jose::Segments> segments = checks::format(token, required_);
        note("format", segments, "Three segments, and not too large.");
        const std::optional<SharedHeader> header = check_header(segments);
        check_key(segments, header);
        check_claims(segments, header);
        describe(token, header ? header->get() : nullptr);
        return std::move(explanation_);
    }

  private:
    void passed(std::string_view name, std::string sentence) { add({name, Outcome::passed, std::move(sentence)}); }
    void failed(std::string_view name, std::string sentence, Error error) {
        add({name, Outcome::failed, std::move(sentence), std::move(error)});
    }
    void skipped(std::string_view name) {
        add({name, Outcome::skipped, "Not checked: an earlier failure leaves nothing to check."});
    }
    void skip_all(const auto& table) {
        for (const auto& check : table)
            skipped(check.name);
    }
    void add(Check check) { explanation_.checks.push_back(std::move(check)); }

    void note(std::string_view name, const checks::Refusal& refusal, std::string sentence) {
        if (refusal) return failed(name, std::move(sentence), *refusal);
        passed(name, std::move(sentence));
    }
    template <class T>
    void note(std::string_view name, const Result<T>& result, std::string sentence) {
        if (!result) return failed(name, sentence_of(result.error()), result.error());
        passed(name, std::move(sentence));
    }

    std::optional<SharedHeader> check_header(const Result<jose::Segments>& segments) {
        if (!segments) {
            skipped("header");
            return skip_all(checks::of_header), std::nullopt;
        }
        const Result<SharedHeader> header = read_header(segments->header);
        note("header", header, "The header is one well-formed JSON object.");
        if (!header) return skip_all(checks::of_header), std::nullopt;
        for (std::size_t i = 0; i < checks::of_header.size(); ++i) {
            const checks::HeaderCheck& check = checks::of_header[i];
            note(check.name, check.run(**header, required_), header_sentences[i](**header, required_));
        }
        return *header;
    }

    /// An algorithm that is not allowed must not even ask for a key.
    void check_key(const Result<jose::Segments>& segments, const std::optional<SharedHeader>& header) {
        if (!header || checks::algorithm(**header, required_)) {
            skipped("key");
            return skipped("signature");
        }
        const Result<jose::VerificationKey> key = checks::key(**header, keys_);
        if (key) key_ = *key;
        if (!key) {
            failed("key", sentences::of_missing_key(**header, key.error()), key.error());
            return skipped("signature");
        }
        passed("key", sentences::of_key(*key));
        const checks::Refusal refusal = checks::signature(*segments, *key);
        note("signature", refusal, refusal ? sentence_of(*refusal) : "The signature matches header and payload.");
    }

    void check_claims(const Result<jose::Segments>& segments, const std::optional<SharedHeader>& header) {
        if (!segments) return skip_claims();
        Result<jose::json::Document> document = checks::payload(*segments);
        if (!document) {
            failed("claims", sentence_of(document.error()), document.error());
            return skip_after_claims();
        }
        const auto algorithm = header ? (*header)->algorithm : std::nullopt;
        checks::RegisteredClaims claims{.root = document->root(), .algorithm = algorithm};
        if (const checks::Refusal refusal = checks::registered_claims(claims)) {
            failed("claims", sentence_of(*refusal), *refusal);
            return skip_after_claims();
        }
        passed("claims", "The claims are one well-formed JSON object, and each has a value of its type.");
        for (std::size_t i = 0; i < checks::of_claims.size(); ++i) {
            const checks::ClaimCheck& check = checks::of_claims[i];
            note(check.name, check.run(claims, required_, now_), claim_sentences[i](claims, required_, now_));
        }
        check_revocation(*std::move(document));
    }

    /// Only a token that is valid otherwise is asked about.
    void check_revocation(jose::json::Document document) {
        if (!explanation_.verified()) return skipped("revocation");
        const Claims claims = ClaimsAccess::verified(std::move(document));
        note("revocation", checks::revocation(claims, required_), sentences::of_revocation(required_));
    }

    void skip_claims() {
        skipped("claims");
        skip_after_claims();
    }
    void skip_after_claims() {
        skip_all(checks::of_claims);
        skipped("revocation");
    }

    /// For sources that find a key but do not tell what they hold.
    void add_used_key(std::vector<jose::VerificationKey>& held) const {
        const auto is_used = [this](const jose::VerificationKey& key) { return key.serial() == key_->serial(); };
        if (key_ && std::none_of(held.begin(), held.end(), is_used)) held.push_back(*key_);
    }

    /// What does not depend on the verdict.
    void describe(std::string_view token, const Header* header) {
        const contents::Parts parts = contents::read(token, required_);
        // Asked for last: a source that fetches holds by now what it has fetched.
        std::vector<jose::VerificationKey> held = contents::held_keys(keys_, header, required_);
        explanation_.header = contents::json_of(parts.header);
        explanation_.claims = contents::json_of(parts.claims);
        if (key_) explanation_.key = contents::describe(*key_);
        explanation_.expected_keys = contents::expected_keys(held, header, required_);
        add_used_key(held);
        explanation_.skew = contents::skew_of(parts.claims, now_);
        explanation_.size = contents::size_of(token, required_);
        explanation_.findings = lint::look_at({.token = token,
                                               .cookie_bytes = explanation_.size.cookie_bytes,
                                               .header = contents::root_of(parts.header),
                                               .claims = contents::root_of(parts.claims),
                                               .keys = std::move(held),
                                               .key = key_,
                                               .required = required_,
                                               .now = now_});
    }

    const KeySource& keys_;
    const Requirements& required_;
    TimePoint now_;
    std::optional<jose::VerificationKey> key_{};
    Explanation explanation_{};
};

}  // namespace

std::string_view name(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::passed:
            return "passed";
        case Outcome::failed:
            return "failed";
        case Outcome::skipped:
            break;
    }
    return "skipped";
}

bool Explanation::verified() const noexcept {
    return std::all_of(checks.begin(), checks.end(), [](const Check& c) { return c.outcome == Outcome::passed; });
}

const Error* Explanation::error() const noexcept {
    for (const Check& check : checks)
        if (check.error) return &*check.error;
    return nullptr;
}

Explanation explain(std::string_view token, const KeySource& keys, const Requirements& required, TimePoint now) {
    return Explainer(keys, required, now).explain(token);
}

}  // namespace watchword::jwt
