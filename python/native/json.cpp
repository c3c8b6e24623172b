#include <python/native/arguments.hpp>
#include <python/native/error.hpp>
#include <python/native/guarded.hpp>
#include <python/native/json.hpp>
#include <python/native/json_integers.hpp>

namespace watchword::python {
namespace {

/// Integers beyond 64 bits are rare; the text is only searched for them if it cannot be read without.
PyObject* loads_with_large_integers(const ModuleState& state, std::string_view text, const Error& error) {
    const LargeIntegers integers(text);
    if (integers.none()) return raise(state, error);
    if (integers.too_long()) return raise(state, {Error::too_large, "an integer of more than 4300 digits"});
    const auto document = jose::json::Document::parse(integers.text_without(), largest_json);
    if (!document) return raise(state, document.error());
    return integers.to_python(state.names, document->root()).release();
}

PyObject* loads(PyObject* module, PyObject* argument) {
    const ModuleState& state = state_of(module);
    const std::optional<std::string_view> text = text_or_bytes(argument, "text");
    if (!text) return raise(state, {Error::malformed, "not UTF-8"});
    const auto document = jose::json::Document::parse(*text, largest_json);
    if (document) return to_python(state.names, document->root()).release();
    if (document.error() == Error::malformed) return loads_with_large_integers(state, *text, document.error());
    return raise(state, document.error());
}

PyObject* dumps(PyObject* /*module*/, PyObject* value) {
    std::string text;
    append_json(text, value);
    return to_str(text).release();
}

PyMethodDef functions[] = {
    {"json_loads", method<loads>(), METH_O,
     "Strict: UTF-8, no repeated names, no NaN, bounded depth; integers of any size. NativeError malformed, "
     "too_large."},
    {"json_dumps", method<dumps>(), METH_O,
     "The text of json.dumps(value, separators=(',', ':')). TypeError for any type but exactly dict with str names, "
     "list, tuple, str, int, float, bool and None."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_json(PyObject* module) {
    return PyModule_AddFunctions(module, functions) == 0;
}

}  // namespace watchword::python
