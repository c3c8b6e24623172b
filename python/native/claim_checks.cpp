#include <python/native/claim_checks.hpp>
#include <python/native/plain_values.hpp>

#include <array>
#include <cmath>
#include <string_view>

namespace watchword::python {
namespace {

using Check = CheckOptions::Check;
using jose::json::Value;

constexpr std::array<std::string_view, 8> check_names{
    "verify_signature", "verify_exp", "verify_nbf", "verify_iat",
    "verify_aud",       "verify_iss", "verify_sub", "verify_jti",
};

constexpr std::uint32_t every_check = (1U << check_names.size()) - 1;

/// Beyond this, a double is not every integer, and comparing it is for Python.
constexpr double largest_exact = 9007199254740992.0;

/// The claims that are checked, found in one pass.
struct Registered {
    std::optional<Value> exp, nbf, iat, aud, iss, sub, jti;

    explicit Registered(Value claims) {
        for (const jose::json::Member& member : claims.members()) {
            if (member.name.size() == 3) keep(member);
        }
    }

  private:
    void keep(const jose::json::Member& member) {
        constexpr std::array<std::pair<std::string_view, std::optional<Value> Registered::*>, 7> claims{{
            {"exp", &Registered::exp},
            {"nbf", &Registered::nbf},
            {"iat", &Registered::iat},
            {"aud", &Registered::aud},
            {"iss", &Registered::iss},
            {"sub", &Registered::sub},
            {"jti", &Registered::jti},
        }};
        for (const auto& [name, claim] : claims) {
            if (member.name == name) this->*claim = member.value;
        }
    }
};

/// NumericDate (RFC 7519 section 2).
std::optional<double> numeric_date(Value claim) {
    const auto number = claim.number();
    if (!number || !(std::fabs(*number) < largest_exact)) return std::nullopt;
    return number;
}

bool is_not_in_the_future(const std::optional<Value>& claim, const ExpectedClaims& expected) {
    if (!claim) return true;
    const auto seconds = numeric_date(*claim);
    return seconds && !(*seconds > expected.now + expected.leeway);
}

// RFC 7519 section 4.1.4: on or after which the token must not be accepted.
bool is_not_expired(const std::optional<Value>& claim, const ExpectedClaims& expected) {
    if (!claim) return true;
    const auto seconds = numeric_date(*claim);
    return seconds && !(*seconds <= expected.now - expected.leeway);
}

bool is_string(const std::optional<Value>& claim) {
    return !claim || claim->string();
}

bool is_issuer(const std::optional<Value>& claim, PyObject* issuer) {
    if (issuer == Py_None) return true;
    if (!claim || !claim->string()) return false;
    return any_text(issuer, [&](std::string_view name) { return name == *claim->string(); });
}

bool is_subject(const std::optional<Value>& claim, PyObject* subject) {
    if (!claim || subject == Py_None) return is_string(claim);
    return claim->string() && plain_text(subject) == claim->string();
}

bool names(Value audience, std::string_view wanted) {
    if (const auto name = audience.string()) return *name == wanted;
    for (const Value element : audience.each_element())
        if (element.string() == wanted) return true;
    return false;
}

bool is_string_or_strings(Value audience) {
    if (audience.string()) return true;
    if (audience.kind() != Value::Kind::array) return false;
    for (const Value element : audience.each_element())
        if (!element.string()) return false;
    return true;
}

bool is_for_nobody(const std::optional<Value>& claim) {
    if (!claim || claim->kind() == Value::Kind::null) return true;
    return claim->string() ? claim->string()->empty() : false;
}

bool is_audience(const std::optional<Value>& claim, PyObject* audience, bool strict) {
    if (audience == Py_None) return is_for_nobody(claim);
    if (!claim || is_for_nobody(claim) || !is_string_or_strings(*claim)) return false;
    if (strict && !(claim->string() && plain_text(audience))) return false;
    return any_text(audience, [&](std::string_view wanted) { return names(*claim, wanted); });
}

/// What is none of this is for the plain way, which has an error for it, checked or not.
bool may_be_audience(PyObject* audience) {
    return audience == Py_None || PyUnicode_CheckExact(audience) || is_plain_container(audience);
}

bool has_required(Value claims, PyObject* required) {
    const Owned iterator = checked(PyObject_GetIter(required));
    while (const Owned element{PyIter_Next(iterator.get())}) {
        const auto name = plain_text(element.get());
        const auto claim = name ? claims.find(*name) : std::nullopt;
        if (!claim || claim->kind() == Value::Kind::null) return false;
    }
    if (PyErr_Occurred() != nullptr) throw Raised{};
    return true;
}

}  // namespace

std::optional<CheckOptions> CheckOptions::read(PyObject* own, PyObject* of_call) {
    CheckOptions options;
    // Options that lack a check are those of a caller who has replaced them: the plain way tells him.
    if (!options.add(own) || options.named_ != every_check) return std::nullopt;
    if (of_call != Py_None && !options.add(of_call)) return std::nullopt;
    return options;
}

bool CheckOptions::add(PyObject* options) {
    if (!PyDict_CheckExact(options)) return false;
    Py_ssize_t position = 0;
    PyObject* name = nullptr;
    PyObject* value = nullptr;
    while (PyDict_Next(options, &position, &name, &value) != 0)
        if (!add(name, value)) return false;
    return true;
}

bool CheckOptions::add(PyObject* name, PyObject* value) {
    const auto text = plain_text(name);
    if (!text) return false;
    if (*text == "require") {
        if (!PyList_CheckExact(value) && !PyTuple_CheckExact(value)) return false;
        required_ = PyObject_Size(value) == 0 ? Owned() : Owned::share(value);
        return true;
    }
    if (value != Py_True && value != Py_False) return false;
    for (std::size_t at = 0; at < check_names.size(); ++at) {
        if (*text != check_names[at]) continue;
        const std::uint32_t bit = 1U << at;
        checks_ = value == Py_True ? checks_ | bit : checks_ & ~bit;
        named_ |= bit;
        return true;
    }
    if (*text == "strict_aud") {
        strict_audience_ = value == Py_True;
        return true;
    }
    // Nothing to do: keys that are too short are not known to the fast way.
    return *text == "enforce_minimum_key_length";
}

bool satisfies(Value claims, const CheckOptions& options, const ExpectedClaims& expected) {
    if (options.required() != nullptr && !has_required(claims, options.required())) return false;
    if (!may_be_audience(expected.audience)) return false;
    const Registered registered(claims);
    if (options.wants(Check::iat) && !is_not_in_the_future(registered.iat, expected)) return false;
    if (options.wants(Check::nbf) && !is_not_in_the_future(registered.nbf, expected)) return false;
    if (options.wants(Check::exp) && !is_not_expired(registered.exp, expected)) return false;
    if (options.wants(Check::iss) && !is_issuer(registered.iss, expected.issuer)) return false;
    if (options.wants(Check::aud) && !is_audience(registered.aud, expected.audience, options.strict_audience()))
        return false;
    if (options.wants(Check::sub) && !is_subject(registered.sub, expected.subject)) return false;
    return !options.wants(Check::jti) || is_string(registered.jti);
}

}  // namespace watchword::python
