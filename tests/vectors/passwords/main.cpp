/// Judges files of password hashes: vectors_password [FILE...]

#include <algorithm>
#include <array>

#include "../runner.hpp"
#include "../verdict.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

struct Kind {
    std::string_view name;
    void (*run)(const Value&);
};
constexpr std::array<Kind, 7> kinds{{
    {"password.verify", password_verify},
    {"argon2.raw", argon2_raw},
    {"scrypt.raw", scrypt_raw},
    {"pbkdf2-sha1.raw", pbkdf2_raw},
    {"pbkdf2-sha256.raw", pbkdf2_raw},
    {"pbkdf2-sha384.raw", pbkdf2_raw},
    {"pbkdf2-sha512.raw", pbkdf2_raw},
}};

struct Later {
    std::string_view kind;
    std::string_view reason;
};
constexpr std::array<Later, 2> later{{
    {"password.policy", "asks for the rules for new passwords, which are judged when those are complete"},
    {"password.normalize", "asks for Unicode normalisation, which comes with the rules for new passwords"},
}};

class Passwords final : public Judge {
  public:
    bool is_vector_file(const std::filesystem::path& /*path*/) const override { return true; }

    void judge(const std::filesystem::path& path, const Value& root, Report& report) override {
        for (const Value& vector : elements(root, "tests"))
            judge_vector(vector, {.file = path.filename().string(), .id = std::string(text(vector, "id"))}, report);
    }

  private:
    static void judge_vector(const Value& vector, const CaseName& name, Report& report) {
        try {
            const std::string_view kind = text(vector, "kind");
            const auto* const skipped = std::ranges::find(later, kind, &Later::kind);
            if (skipped != later.end()) return report.skip(name, skipped->reason);
            kind_of(kinds, kind).run(vector);
            report.pass();
        } catch (const Mismatch& difference) {
            report.fail(name, difference.expected, difference.came);
        } catch (const std::exception& error) {
            report.fail(name, "a vector of the schema", error.what());
        }
    }
};

}  // namespace
}  // namespace watchword::vectors

int main(int argc, char** argv) {
    using namespace watchword::vectors;
    Passwords judge;
    return run(argc, argv, judge, {find_vectors("password")});
}
