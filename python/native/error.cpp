#include <python/native/error.hpp>
#include <python/native/guarded.hpp>

#include <string>

namespace watchword::python {
namespace {

constexpr const char* documentation =
    "A refusal of the core. `code` is stable (\"bad_signature\", \"expired\", \"invalid_key\" ...), `detail` says more "
    "and may be empty. Never holds a secret or a token.";

/// What a token says may be quoted in a detail, and need not be UTF-8.
Owned text(std::string_view words) {
    return checked(PyUnicode_DecodeUTF8(words.data(), static_cast<Py_ssize_t>(words.size()), "replace"));
}

std::string message(const Error& error) {
    // Its sentence is about command lines.
    if (error == Error::wrong_usage) return error.detail();
    std::string words(error.sentence());
    if (error.detail().empty()) return words;
    words.append(" (").append(error.detail()).append(")");
    return words;
}

PyObject* set(PyObject* type, const Error& error) {
    const Owned exception = checked(PyObject_CallFunctionObjArgs(type, text(message(error)).get(), nullptr));
    checked(PyObject_SetAttrString(exception.get(), "code", text(error.name()).get()));
    checked(PyObject_SetAttrString(exception.get(), "detail", text(error.detail()).get()));
    PyErr_SetObject(type, exception.get());
    return nullptr;
}

}  // namespace

bool add_error(PyObject* module) {
    const Owned type(guarded([module] {
        const Owned members = checked(Py_BuildValue("{s:s,s:s}", "code", "", "detail", ""));
        Owned made = checked(
            PyErr_NewExceptionWithDoc("watchword._native.NativeError", documentation, PyExc_ValueError, members.get()));
        checked(PyModule_AddObjectRef(module, "NativeError", made.get()));
        return made.release();
    }));
    state_of(module).native_error = Owned::share(type.get());
    return static_cast<bool>(type);
}

PyObject* raise(const ModuleState& state, const Error& error) {
    return guarded([&] { return set(state.native_error.get(), error); });
}

}  // namespace watchword::python
