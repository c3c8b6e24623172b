/// Judges files of the attack corpus: vectors_attacks [--verbose] [FILE...]

#include <algorithm>
#include <array>
#include <cstdio>

#include "../runner.hpp"
#include "attack_case.hpp"
#include "resources.hpp"
#include "score.hpp"

namespace watchword::vectors {
namespace {

struct Kind {
    std::string_view name;
    Verdict (*run)(const AttackCase&);
};
constexpr std::array<Kind, 7> kinds{{
    {"jwt.validate", jwt_validate},
    {"jws.verify", jws_verify},
    {"jws.verify_detached", jws_verify_detached},
    {"jwe.decrypt", jwe_decrypt},
    {"jwk.import", jwk_import},
    {"jwks.import", jwks_import},
    {"dpop.verify", dpop_verify},
}};

#ifdef WATCHWORD_SANITIZED
constexpr int slack = 20;
#else
constexpr int slack = 1;
#endif
/// The limits of the corpus are those of an idle machine; what they guard against takes seconds or minutes.
constexpr int time_factor = 20;

/// What is wrong with how a verdict came about; empty if nothing is.
std::string overrun(const Value& expect, const Resources& resources) {
    const auto most_ms = find_integer(expect, "max_ms");
    if (most_ms && resources.elapsed().count() > *most_ms * time_factor * slack)
        return "it took " + std::to_string(resources.elapsed().count()) + " ms, not about " + std::to_string(*most_ms);
    const auto most_mib = find_integer(expect, "max_extra_memory_mib");
    const auto extra = static_cast<std::int64_t>(resources.extra_memory_mib());
    if (most_mib && extra > *most_mib * slack)
        return "it took " + std::to_string(extra) + " MiB, not at most " + std::to_string(*most_mib);
    return {};
}

/// What an attacker wrote must not forge lines of a log by way of an error.
bool has_control_characters(const std::string& text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool is_right(Demand demand, const Verdict& verdict) {
    if (demand == Demand::either) return true;
    return verdict.accepted() == (demand == Demand::accept);
}

class Attacks final : public Judge {
  public:
    bool is_vector_file(const std::filesystem::path& path) const override {
        return path.filename() != "index.json" && path.filename() != "keys.json";
    }

    void judge(const std::filesystem::path& path, const Value& root, Report& report) override {
        const AttackKeys keys(path.parent_path() / "keys.json");
        for (const Value& attack : elements(root, "tests")) {
            const CaseName name{path.filename().string(), std::string(text(attack, "id")),
                                std::string(find_text(attack, "title").value_or(""))};
            try {
                judge_case({.json = attack, .keys = keys}, name, report);
            } catch (const std::exception& error) {
                report.fail(name, "a verdict", error.what());
            }
        }
    }

    void summarize(bool verbose, Report& report) override {
        for (const auto& [group, members] : uniform_)
            for (const auto& [name, verdict] : members)
                if (!(verdict == members.front().second))
                    report.fail(name, "the error of all in group " + group + ": " + describe(members.front().second),
                                describe(verdict));
        score_.print(verbose);
    }

  private:
    void judge_case(const AttackCase& attack, const CaseName& name, Report& report) {
        const Value expect = attack.expect();
        const Demand demand = demand_of(expect);
        const Kind& kind = kind_of(kinds, text(attack.json, "kind"));
        const Resources resources;
        const Verdict verdict = kind.run(attack);
        std::string wrong = overrun(expect, resources);
        if (verdict.error && has_control_characters(verdict.error->detail())) wrong = "control characters in the error";
        const bool right = wrong.empty() && is_right(demand, verdict);
        score_.add(text(attack.json, "class"), attack.json, demand, verdict, right);
        if (const auto group = find_text(expect, "uniform_error_group"))
            uniform_[std::string(*group)].emplace_back(name, verdict);
        if (right) return report.pass();
        if (!wrong.empty()) return report.fail(name, "a quiet verdict within the limits", wrong);
        report.fail(name,
                    demand == Demand::accept
                        ? "acceptance"
                        : std::string("refusal (") + std::string(text(expect, "normativity")) + ")",
                    describe(verdict));
    }

    Score score_;
    std::map<std::string, std::vector<std::pair<CaseName, Verdict>>> uniform_;
};

}  // namespace
}  // namespace watchword::vectors

int main(int argc, char** argv) {
    using namespace watchword::vectors;
    // Cases say what must not happen: network connections, commands. A verifier that tried would not survive this.
    if (!forbid_side_effects())
        std::puts("note: this system cannot forbid network and commands; that none is used is not asserted");
    Attacks judge;
    return run(argc, argv, judge, {find_vectors("attacks"), own_vectors("own")});
}
