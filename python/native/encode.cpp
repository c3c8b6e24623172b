#include <python/native/arguments.hpp>
#include <python/native/encode.hpp>
#include <python/native/gil.hpp>
#include <python/native/guarded.hpp>
#include <python/native/json.hpp>
#include <python/native/keys.hpp>
#include <python/native/plain_values.hpp>
#include <watchword/jose/base64url.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace watchword::python {
namespace {

/// A member of the header; `value` is JSON already.
using HeaderMember = std::pair<std::string, std::string>;

/// As json.dumps would write it; false, without an exception, for what this module does not write.
bool write_json(std::string& out, PyObject* value) {
    try {
        append_json(out, value);
        return true;
    } catch (const Raised&) {
        PyErr_Clear();
        return false;
    }
}

/// `alg`, `b64` and `crit` mean more than to be written; an empty `typ` means that there is none; in containers there
/// may be more names to be sorted.
bool is_plain(std::string_view name, PyObject* value) {
    if (PyDict_Check(value) || PyList_Check(value) || PyTuple_Check(value)) return false;
    if (name == "kid") return PyUnicode_CheckExact(value);
    if (name == "typ") return plain_text(value).value_or("") != "";
    return name != "alg" && name != "b64" && name != "crit";
}

std::optional<std::vector<HeaderMember>> header_members(PyObject* headers) {
    std::vector<HeaderMember> members;
    Py_ssize_t position = 0;
    PyObject* key = nullptr;
    PyObject* value = nullptr;
    while (PyDict_Next(headers, &position, &key, &value) != 0) {
        // Held, for the reason that json_write.cpp gives.
        const Owned held_key = Owned::share(key);
        const Owned held_value = Owned::share(value);
        const auto name = plain_text(key);
        std::string text;
        if (!name || !is_plain(*name, value) || !write_json(text, value)) return std::nullopt;
        members.emplace_back(*name, std::move(text));
    }
    return members;
}

std::string quoted(std::string_view ascii) {
    std::string text("\"");
    text.append(ascii).append("\"");
    return text;
}

/// Sorted by name, as sort_keys of json.dumps sorts: the order of UTF-8 is the order of code points.
std::optional<std::string> header_text(jose::Algorithm algorithm, PyObject* headers) {
    std::vector<HeaderMember> members;
    if (headers != Py_None) {
        if (!PyDict_CheckExact(headers)) return std::nullopt;
        auto given = header_members(headers);
        if (!given) return std::nullopt;
        members = *std::move(given);
    }
    const auto is_type = [](const HeaderMember& member) { return member.first == "typ"; };
    if (std::ranges::none_of(members, is_type)) members.emplace_back("typ", quoted("JWT"));
    members.emplace_back("alg", quoted(jose::name(algorithm)));
    std::ranges::sort(members, {}, &HeaderMember::first);
    std::string text;
    for (const auto& [name, value] : members) {
        text += text.empty() ? '{' : ',';
        if (!write_json(text, to_str(name).get())) return std::nullopt;
        text.append(":").append(value);
    }
    return text + '}';
}

/// The member of that name; empty if there is none. Names that are no str may run code of their own when they are
/// compared: what that raises is thrown.
Owned member(const ModuleState& state, PyObject* dict, const char* name) {
    Owned found = Owned::share(PyDict_GetItemWithError(dict, state.names.find(name)));
    if (!found && PyErr_Occurred() != nullptr) throw Raised{};
    return found;
}

/// A datetime as seconds since the epoch, as calendar.timegm counts them.
Owned numeric_date(const ModuleState& state, PyObject* date) {
    const Owned fields = checked(PyObject_CallMethod(date, "utctimetuple", nullptr));
    return checked(PyObject_CallFunctionObjArgs(state.timegm.get(), fields.get(), nullptr));
}

/// The payload with numbers where `exp`, `iat` and `nbf` are datetimes: a copy if there are any.
Owned with_numeric_dates(const ModuleState& state, PyObject* payload) {
    Owned result = Owned::share(payload);
    for (const char* const name : {"exp", "iat", "nbf"}) {
        const Owned claim = member(state, payload, name);
        if (!claim || PyLong_CheckExact(claim.get())) continue;
        const int is_date = PyObject_IsInstance(claim.get(), state.datetime.get());
        checked(is_date);
        if (is_date == 0) continue;
        const Owned number = numeric_date(state, claim.get());
        if (result.get() == payload) result = checked(PyDict_Copy(payload));
        checked(PyDict_SetItem(result.get(), state.names.find(name), number.get()));
    }
    return result;
}

std::optional<std::string> payload_text(const ModuleState& state, PyObject* payload) {
    if (!PyDict_CheckExact(payload)) return std::nullopt;
    const Owned issuer = member(state, payload, "iss");
    if (issuer && !PyUnicode_CheckExact(issuer.get())) return std::nullopt;
    std::string text;
    if (!write_json(text, with_numeric_dates(state, payload).get())) return std::nullopt;
    return text;
}

/// The token, or an empty reference where the plain way must decide.
Owned signed_token(const ModuleState& state, PyObject* payload, PyObject* given, PyObject* algorithm,
                   PyObject* headers) {
    const auto name = plain_text(algorithm);
    const auto found = name ? jose::find_algorithm(*name) : std::nullopt;
    if (!found) return {};
    const Owned key = state.keys.find(given, *found);
    if (!key) return {};
    const auto& signing = find_key(state, key.get())->signing;
    const auto header = header_text(*found, headers);
    const auto claims = payload_text(state, payload);
    if (!signing || !header || !claims) return {};
    std::string token = jose::encode_base64url(as_bytes(*header));
    token += '.';
    jose::append_base64url(token, as_bytes(*claims));
    const bool signed_now = maybe_without_gil(takes_long(*found, token.size()), [&] {
        signing->append_signature(token);
        return true;
    });
    return signed_now ? to_str(token) : Owned();
}

PyObject* encode(PyObject* module, PyObject* const* arguments, Py_ssize_t count) {
    expect_count("encode", count, 4);
    Owned token = signed_token(state_of(module), arguments[0], arguments[1], arguments[2], arguments[3]);
    return token ? token.release() : Owned::share(Py_None).release();
}

PyMethodDef functions[] = {
    {"encode", method<encode>(), METH_FASTCALL,
     "encode(payload, key, algorithm, headers): the token; None where watchword.jwt must decide."},
    {nullptr, nullptr, 0, nullptr},
};

Owned attribute(const char* module, const char* name) {
    const Owned imported = checked(PyImport_ImportModule(module));
    return checked(PyObject_GetAttrString(imported.get(), name));
}

}  // namespace

bool add_encode(PyObject* module) {
    const Owned done(guarded([module] {
        ModuleState& state = state_of(module);
        state.datetime = attribute("datetime", "datetime");
        state.timedelta = attribute("datetime", "timedelta");
        state.timegm = attribute("calendar", "timegm");
        add_functions(module, functions);
        return Owned::share(Py_None).release();
    }));
    return static_cast<bool>(done);
}

}  // namespace watchword::python
