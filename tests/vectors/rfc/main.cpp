/// Judges files of RFC examples: vectors_rfc [FILE...]

#include <array>

#include "../overrides.hpp"
#include "../runner.hpp"
#include "kinds.hpp"

namespace watchword::vectors {

void expect_equal(std::string_view what, std::string_view expected, std::string_view came) {
    if (expected == came) return;
    std::string difference(what);
    difference += " \"";
    difference += expected;
    difference += "\" but \"";
    difference += came;
    throw Mismatch(difference + "\"");
}

void expect_bytes(std::string_view what, ByteView expected, ByteView came) {
    expect_equal(what, to_hex(expected), to_hex(came));
}

void expect_object(const Value& vector, std::string_view name, const Value& came) {
    const auto expected = find(get(vector, "expect"), name);
    if (expected && !same_members(*expected, came)) expect_equal(name, expected->to_json(), came.to_json());
}

namespace {

struct Kind {
    std::string_view name;
    Verdict (*run)(const Value&);
};
constexpr std::array<Kind, 17> kinds{{
    {"jws.verify", jws_verify},
    {"jws.verify_detached", jws_verify_detached},
    {"jwe.decrypt", jwe_decrypt},
    {"jwt.validate", jwt_validate},
    {"jwt.nested", jwt_nested},
    {"jwt.parse", jwt_parse},
    {"jwks.parse", jwks_parse},
    {"jwk.thumbprint", jwk_thumbprint},
    {"jwk.thumbprint_uri", jwk_thumbprint_uri},
    {"ecdh-es.derive", ecdh_es_derive},
    {"ecdh-es.z", ecdh_es_z},
    {"aead", aead},
    {"base64url", base64url},
    {"dpop.verify", dpop_verify},
    {"pkce.check", pkce_check},
    {"http.request", http_example},
    {"http.response", http_example},
}};

bool must_accept(std::string_view result) {
    if (result == "valid" || result == "parse-only" || result == "example") return true;
    if (result == "invalid") return false;
    throw NotOfSchema(std::string("the result ") + std::string(result) + " is not known");
}

class Rfc final : public Judge {
  public:
    bool is_vector_file(const std::filesystem::path& /*path*/) const override { return true; }

    void judge(const std::filesystem::path& path, const Value& root, Report& report) override {
        Overrides overrides;
        overrides.add(own_vectors("overrides.json"));
        for (const Value& vector : elements(root, "tests")) {
            const CaseName name{path.filename().string(), std::string(text(vector, "id")),
                                std::string(find_text(vector, "name").value_or(""))};
            judge_vector(vector, overrides.find(name.file, name.id), name, report);
        }
    }

  private:
    static void judge_vector(const Value& vector, const std::optional<std::string>& overriding, const CaseName& name,
                             Report& report) {
        try {
            const bool accept = must_accept(overriding ? *overriding : text(get(vector, "expect"), "result"));
            const Verdict verdict = kind_of(kinds, text(vector, "kind")).run(vector);
            if (verdict.accepted() == accept) return report.pass();
            report.fail(name, accept ? "acceptance" : "refusal", describe(verdict));
        } catch (const Unjudged& reason) {
            report.skip(name, reason.what());
        } catch (const Mismatch& difference) {
            report.fail(name, "the outcome of the vector", difference.what());
        } catch (const std::exception& error) {
            report.fail(name, "a vector of the schema", error.what());
        }
    }
};

}  // namespace
}  // namespace watchword::vectors

int main(int argc, char** argv) {
    using namespace watchword::vectors;
    Rfc judge;
    return run(argc, argv, judge, {find_vectors("rfc")});
}
