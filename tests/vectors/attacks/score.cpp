#include "score.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace watchword::vectors {
namespace {

constexpr std::array<std::pair<Demand, const char*>, 4> names{{{Demand::must_reject, "must-reject"},
                                                               {Demand::accept, "accept-control"},
                                                               {Demand::strictly_reject, "strict"},
                                                               {Demand::either, "either"}}};

/// The codes that a refusal of each `error_class` may have.
bool is_of_class(const Error& error, std::string_view name) {
    using enum Error::Code;
    struct Class {
        std::string_view name;
        std::vector<Error::Code> codes;
    };
    static const std::array<Class, 10> classes{{
        {"algorithm", {algorithm_not_allowed, unsupported_algorithm}},
        {"signature", {bad_signature, malformed}},
        {"format", {malformed, invalid_claim, invalid_key}},
        {"claim",
         {expired, not_yet_valid, issued_in_future, too_old, wrong_issuer, wrong_audience, wrong_subject, wrong_type,
          missing_claim, invalid_claim, revoked}},
        {"key", {unknown_key, invalid_key, weak_key, unsupported_key, unsupported_algorithm, key_not_usable}},
        {"limit", {too_large, malformed, decryption_failed}},
        {"crit", {unsupported_critical}},
        {"b64", {unsupported_critical}},
        {"decrypt", {decryption_failed}},
        {"dpop",
         {malformed, wrong_type, algorithm_not_allowed, unsupported_critical, invalid_key, weak_key, bad_signature,
          missing_claim, invalid_claim, too_old, issued_in_future, replayed}},
    }};
    const auto* found = std::ranges::find(classes, name, &Class::name);
    if (found == classes.end())
        throw NotOfSchema(std::string("the error class ") + std::string(name) + " is not known");
    return std::ranges::find(found->codes, error.code()) != found->codes.end();
}

}  // namespace

Demand demand_of(const Value& expect) {
    const std::string_view outcome = text(expect, "outcome");
    if (outcome == "accept") return Demand::accept;
    if (outcome == "either") return Demand::either;
    if (outcome != "reject") throw NotOfSchema(std::string("the outcome ") + std::string(outcome) + " is not known");
    const std::string_view normativity = text(expect, "normativity");
    if (normativity == "must") return Demand::must_reject;
    if (normativity == "strict") return Demand::strictly_reject;
    throw NotOfSchema(std::string("the normativity ") + std::string(normativity) + " is not known");
}

void Score::add(std::string_view class_name, const Value& attack, Demand demand, const Verdict& verdict, bool right) {
    Rate& rate = classes_[std::string(class_name)][demand];
    ++rate.all;
    if (right) ++rate.right;
    const auto error_class = find_text(get(attack, "expect"), "error_class");
    if (verdict.accepted() || !error_class || is_of_class(*verdict.error, *error_class)) return;
    std::string line(text(attack, "id"));
    line += " \"";
    line += text(attack, "title");
    line += "\": ";
    line += *error_class;
    line += " expected, came ";
    other_errors_.push_back(line + describe(*verdict.error));
}

void Score::print(bool verbose) const {
    Rates totals;
    for (const auto& [name, rates] : classes_) {
        if (verbose) std::printf("%-24s", name.c_str());
        for (const auto& [demand, title] : names) {
            const auto found = rates.find(demand);
            const Rate rate = found == rates.end() ? Rate{} : found->second;
            totals[demand].right += rate.right;
            totals[demand].all += rate.all;
            if (verbose && rate.all > 0) std::printf("  %s %zu/%zu", title, rate.right, rate.all);
        }
        if (verbose) std::puts("");
    }
    if (verbose)
        for (const std::string& line : other_errors_)
            std::printf("other error: %s\n", line.c_str());
    for (const auto& [demand, title] : names)
        std::printf("%s %zu/%zu%s", title, totals[demand].right, totals[demand].all,
                    demand == Demand::either ? "\n" : ", ");
}

}  // namespace watchword::vectors
