#include <python/native/plain_values.hpp>

namespace watchword::python {

std::optional<std::string_view> plain_text(PyObject* value) noexcept {
    if (!PyUnicode_CheckExact(value)) return std::nullopt;
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text != nullptr) return std::string_view(text, static_cast<std::size_t>(size));
    PyErr_Clear();
    return std::nullopt;
}

bool is_plain_container(PyObject* value) noexcept {
    const PyTypeObject* const type = Py_TYPE(value);
    return type == &PyList_Type || type == &PyTuple_Type || type == &PySet_Type || type == &PyFrozenSet_Type;
}

}  // namespace watchword::python
