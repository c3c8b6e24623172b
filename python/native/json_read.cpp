#include <python/native/arguments.hpp>
#include <python/native/json.hpp>
#include <python/native/json_read.hpp>

namespace watchword::python {

Owned scalar_to_python(jose::json::Value value) {
    using Kind = jose::json::Value::Kind;
    if (const auto text = value.string()) return to_str(*text);
    if (const auto integer = value.integer()) return checked(PyLong_FromLongLong(*integer));
    if (const auto integer = value.large_integer()) return checked(PyLong_FromUnsignedLongLong(*integer));
    if (value.kind() == Kind::number) return checked(PyFloat_FromDouble(*value.number()));
    if (const auto boolean = value.boolean()) return Owned::share(*boolean ? Py_True : Py_False);
    return Owned::share(Py_None);
}

Owned name_to_python(const KnownNames& names, std::string_view name) {
    PyObject* const known = names.find(name);
    return known != nullptr ? Owned::share(known) : to_str(name);
}

Owned to_python(const KnownNames& names, jose::json::Value value) {
    return value_to_python(names, value, scalar_to_python);
}

}  // namespace watchword::python
