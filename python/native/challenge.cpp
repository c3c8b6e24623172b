#include <python/native/arguments.hpp>
#include <python/native/challenge.hpp>
#include <python/native/error.hpp>
#include <python/native/guarded.hpp>
#include <watchword/guard/guard.hpp>

namespace watchword::python {
namespace {

/// The codes of the one table (base/error_codes.inc).
std::optional<Error> find_error(std::string_view code) {
    if (code.empty()) return Error(Error::missing_token);
#define WATCHWORD_ERROR(name, sentence) \
    if (code == #name) return Error(Error::name);
#include <watchword/base/error_codes.inc>
#undef WATCHWORD_ERROR
    return std::nullopt;
}

PyObject* challenge(PyObject* /*module*/, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    constexpr std::array names{"code", "realm", "scopes"};
    const auto values = sorted_arguments("challenge", names, 2, arguments, count, keywords);
    const std::optional<Error> error = find_error(text_argument(values[0], "code"));
    if (!error) {
        PyErr_Format(PyExc_ValueError, "%R is no error code of Watchword", values[0]);
        return nullptr;
    }
    const std::vector<std::string> scopes =
        values[2] == nullptr ? std::vector<std::string>() : texts_argument(values[2], "scopes");
    const guard::Challenge answer =
        guard::challenge_for(*error, text_argument(values[1], "realm"), {scopes.begin(), scopes.end()});
    const auto size = static_cast<Py_ssize_t>(answer.www_authenticate.size());
    return Py_BuildValue("(is#)", answer.status, answer.www_authenticate.data(), size);
}

PyMethodDef functions[] = {
    {"challenge", method<challenge>(), METH_FASTCALL | METH_KEYWORDS,
     "challenge(code, realm, scopes=()): the status and the value of WWW-Authenticate (RFC 6750 section 3); empty "
     "where no token can help. An empty code: no token came."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_challenge(PyObject* module) {
    return PyModule_AddFunctions(module, functions) == 0;
}

}  // namespace watchword::python
