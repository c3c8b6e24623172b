#include <python/native/arguments.hpp>
#include <python/native/error.hpp>
#include <python/native/token_requirements.hpp>

#include <string>
#include <vector>

namespace watchword::python {
namespace {

/// As jwt::Requirements has it.
constexpr long most_leeway = 600;

[[noreturn]] void refuse(const ModuleState& state, std::string detail) {
    raise(state, {Error::wrong_usage, std::move(detail)});
    throw Raised{};
}

/// At least one, and none that is empty: neither is a check.
std::vector<std::string> named(const ModuleState& state, PyObject* value, const char* name) {
    std::vector<std::string> texts = texts_argument(value, name);
    if (texts.empty()) refuse(state, std::string(name) + " is empty: name at least one");
    for (const std::string& text : texts)
        if (text.empty()) refuse(state, std::string(name) + " holds an empty text");
    return texts;
}

jose::AlgorithmSet algorithms(const ModuleState& state, PyObject* value) {
    jose::AlgorithmSet allowed = jose::AlgorithmSet::none();
    for (const std::string& name : named(state, value, "algorithms")) {
        const auto algorithm = jose::find_algorithm(name);
        if (!algorithm) refuse(state, "algorithms: " + name + " is not supported");
        allowed.insert(*algorithm);
    }
    return allowed;
}

jwt::Type type(PyObject* value) {
    if (value == nullptr || value == Py_None) return jwt::Type::any();
    const std::string_view name = text_argument(value, "type");
    return name == "JWT" ? jwt::Type::plain() : jwt::Type::exactly(std::string(name));
}

jwt::Profile profile(const ModuleState& state, std::string_view name) {
    if (name == "access_token") return jwt::Profile::access_token;
    if (name == "id_token") return jwt::Profile::id_token;
    if (name == "logout_token") return jwt::Profile::logout_token;
    if (name == "plain") return jwt::Profile::plain;
    refuse(state, "profile is access_token, id_token, logout_token or plain");
}

/// Of an ID token, the audience is the client (OpenID Connect Core section 3.1.3.7).
jwt::IdTokenExpectations expectations(const ModuleState& state, jwt::Profile profile,
                                      const std::vector<std::string>& audiences) {
    if (profile != jwt::Profile::id_token) return {};
    if (audiences.size() != 1) refuse(state, "audiences of an id_token is one: the client id");
    return {.client_id = audiences.front()};
}

}  // namespace

jwt::Requirements read_requirements(const ModuleState& state, const RequirementArguments& arguments) {
    const jwt::Profile kind = profile(state, arguments.profile);
    if (arguments.leeway < 0 || arguments.leeway > most_leeway) refuse(state, "leeway is 0 to 600 seconds");
    std::vector<std::string> audiences = named(state, arguments.audiences, "audiences");
    jwt::IdTokenExpectations expected = expectations(state, kind, audiences);
    jwt::Requirements required{.issuer = jwt::Issuer::any_of(named(state, arguments.issuers, "issuers")),
                               .audience = jwt::Audience::any_of(std::move(audiences)),
                               .algorithms = algorithms(state, arguments.algorithms),
                               .type = type(arguments.type),
                               .leeway = Seconds(arguments.leeway),
                               .profile = kind,
                               .id_token = std::move(expected)};
    if (arguments.required_claims != nullptr)
        required.required_claims = texts_argument(arguments.required_claims, "required_claims");
    return required;
}

}  // namespace watchword::python
