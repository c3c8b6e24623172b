/// Judges files of Wycheproof: vectors_wycheproof [FILE...]

#include <array>

#include "../overrides.hpp"
#include "../runner.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

struct Kind {
    /// `type` of the group.
    std::string_view name;
    Attempt (*attempt)(const WycheproofTest&);
};
constexpr std::array<Kind, 15> kinds{{
    {"JsonWebSignature", json_web_signature},
    {"JsonWebKey", json_web_signature},
    {"JsonWebEncryption", json_web_encryption},
    {"MacTest", mac},
    {"RsassaPkcs1Verify", rsa_pkcs1_signature},
    {"RsassaPssVerify", rsa_pss_signature},
    {"EcdsaP1363Verify", ecdsa_signature},
    {"EddsaVerify", eddsa_signature},
    {"AeadTest", authenticated_encryption},
    {"KeywrapTest", key_wrapping},
    {"PbkdfTest", password_derivation},
    {"EcdhWebcryptoTest", key_agreement},
    {"XdhJwkComp", key_agreement},
    {"RsaesOaepDecrypt", rsa_oaep_decryption},
    {"RsaesPkcs1Decrypt", rsa_pkcs1_decryption},
}};

/// What a test demands.
enum class Demand : std::uint8_t { accept, refuse, either, accept_with_rsa15_only };

Demand demand_of(std::string_view result) {
    if (result == "valid") return Demand::accept;
    if (result == "invalid") return Demand::refuse;
    if (result == "acceptable" || result == "either") return Demand::either;
    if (result == "valid only with RSA1_5 enabled") return Demand::accept_with_rsa15_only;
    throw NotOfSchema(std::string("the result ") + std::string(result) + " is not known");
}

/// What the published result demands of an implementation of JOSE: what JOSE does not have must be refused even if it
/// is valid elsewhere.
Demand demand_in_jose(const WycheproofTest& t) {
    const Demand demand = demand_of(text(t.test, "result"));
    return kind_of(kinds, text(t.group, "type")).attempt(t).not_in_jose.empty() ? demand : Demand::refuse;
}

/// What failed: expected and came. Both empty if nothing did.
struct Complaint {
    std::string expected{};
    std::string came{};
};

Complaint must_accept(const Attempt& attempt) {
    for (const Verdict& verdict : attempt.verdicts) {
        if (!verdict.accepted()) return {"acceptance", describe(verdict)};
        if (attempt.output && verdict.output != *attempt.output)
            return {"the output " + to_hex(*attempt.output), to_hex(verdict.output)};
    }
    return {};
}

Complaint must_refuse(const Attempt& attempt) {
    for (const Verdict& verdict : attempt.verdicts)
        if (verdict.accepted()) return {"refusal", describe(verdict)};
    return {};
}

/// Either verdict is right, but it must be the same twice, and an output must be the right one.
Complaint must_be_consistent(const Attempt& attempt, const Attempt& again) {
    if (attempt.verdicts != again.verdicts) return {"the same verdict twice", "different ones"};
    for (const Verdict& verdict : attempt.verdicts)
        if (verdict.accepted() && attempt.output && verdict.output != *attempt.output)
            return {"refusal or the output " + to_hex(*attempt.output), to_hex(verdict.output)};
    return {};
}

class Wycheproof final : public Judge {
  public:
    bool is_vector_file(const std::filesystem::path& path) const override {
        return path.stem().string().ends_with("_test");
    }

    void judge(const std::filesystem::path& path, const Value& root, Report& report) override {
        Overrides overrides;
        overrides.add(path.parent_path() / "overrides.json");
        overrides.add(own_vectors("overrides.json"));
        const std::string file = path.filename().string();
        const std::string_view algorithm = find_text(root, "algorithm").value_or("");
        for (const Value& group : elements(root, "testGroups"))
            for (const Value& test : elements(group, "tests")) {
                const std::string id = std::to_string(integer(test, "tcId"));
                const auto overriding = overrides.find(file, id);
                judge_test({.algorithm = algorithm, .group = group, .test = test}, overriding,
                           {file, id, std::string(text(test, "comment"))}, report);
            }
    }

  private:
    static void judge_test(const WycheproofTest& t, const std::optional<std::string>& overriding, const CaseName& name,
                           Report& report) {
        Complaint complaint;
        try {
            complaint = overriding ? complaint_about(t, demand_of(*overriding)) : complaint_about(t, demand_in_jose(t));
        } catch (const std::exception& error) {
            complaint = {"a test of the schema", error.what()};
        }
        if (complaint.expected.empty()) return report.pass();
        report.fail(name, complaint.expected, complaint.came);
    }

    static Complaint complaint_about(const WycheproofTest& t, Demand demand) {
        const Kind& kind = kind_of(kinds, text(t.group, "type"));
        WycheproofTest lenient = t;
        lenient.with_rsa15 = true;
        const Attempt attempt = kind.attempt(t);
        if (demand == Demand::either) return must_be_consistent(attempt, kind.attempt(t));
        if (demand == Demand::accept) return must_accept(attempt);
        Complaint complaint = must_refuse(attempt);
        if (!complaint.expected.empty()) return complaint;
        return demand == Demand::accept_with_rsa15_only ? must_accept(kind.attempt(lenient))
                                                        : must_refuse(kind.attempt(lenient));
    }
};

}  // namespace
}  // namespace watchword::vectors

int main(int argc, char** argv) {
    using namespace watchword::vectors;
    Wycheproof judge;
    return run(argc, argv, judge, {find_vectors("wycheproof")});
}
