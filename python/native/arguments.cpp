#include <python/native/arguments.hpp>
#include <python/native/error.hpp>

#include <algorithm>

namespace watchword::python {
namespace {

[[noreturn]] void refuse_type(const char* name, const char* expected, PyObject* value) {
    const Owned type_name = checked(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(value)), "__name__"));
    PyErr_Format(PyExc_TypeError, "%s must be %s, not %U", name, expected, type_name.get());
    throw Raised{};
}

std::size_t place_of(const Signature& signature, PyObject* name) {
    for (std::size_t i = 0; i < signature.names.size(); ++i)
        if (PyUnicode_CompareWithASCIIString(name, signature.names[i]) == 0) return i;
    PyErr_Format(PyExc_TypeError, "%s() has no argument named %R", signature.function, name);
    throw Raised{};
}

void place_named(const Signature& signature, PyObject* const* arguments, PyObject* keywords,
                 std::span<PyObject*> values) {
    const Py_ssize_t count = keywords == nullptr ? 0 : PyTuple_Size(keywords);
    for (Py_ssize_t i = 0; i < count; ++i) {
        PyObject*& value = values[place_of(signature, PyTuple_GetItem(keywords, i))];
        if (value != nullptr) {
            PyErr_Format(PyExc_TypeError, "%s() got an argument twice", signature.function);
            throw Raised{};
        }
        value = arguments[i];
    }
}

void require_all(const Signature& signature, std::span<PyObject*> values) {
    for (std::size_t i = 0; i < signature.required; ++i) {
        if (values[i] != nullptr) continue;
        PyErr_Format(PyExc_TypeError, "%s() lacks the argument '%s'", signature.function, signature.names[i]);
        throw Raised{};
    }
}

}  // namespace

void sort_arguments(const Signature& signature, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords,
                    std::span<PyObject*> values) {
    if (static_cast<std::size_t>(count) > values.size()) {
        PyErr_Format(PyExc_TypeError, "%s() takes at most %zu arguments", signature.function, values.size());
        throw Raised{};
    }
    std::copy_n(arguments, count, values.begin());
    place_named(signature, arguments + count, keywords, values);
    require_all(signature, values);
}

void expect_count(const char* function, Py_ssize_t count, Py_ssize_t expected) {
    if (count == expected) return;
    PyErr_Format(PyExc_TypeError, "%s() takes exactly %zd arguments, not %zd", function, expected, count);
    throw Raised{};
}

std::string_view text_argument(PyObject* value, const char* name) {
    if (!PyUnicode_Check(value)) refuse_type(name, "str", value);
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text == nullptr) throw Raised{};
    return {text, static_cast<std::size_t>(size)};
}

std::string_view bytes_argument(PyObject* value, const char* name) {
    if (!PyBytes_Check(value)) refuse_type(name, "bytes", value);
    char* bytes = nullptr;
    Py_ssize_t size = 0;
    checked(PyBytes_AsStringAndSize(value, &bytes, &size));
    return {bytes, static_cast<std::size_t>(size)};
}

std::optional<std::string_view> text_or_bytes(PyObject* value, const char* name) {
    if (PyBytes_Check(value)) return bytes_argument(value, name);
    if (!PyUnicode_Check(value)) refuse_type(name, "str or bytes", value);
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text != nullptr) return std::string_view(text, static_cast<std::size_t>(size));
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) throw Raised{};
    PyErr_Clear();
    return std::nullopt;
}

std::vector<std::string> texts_argument(PyObject* value, const char* name) {
    // A str is a sequence of str, too: "ES256" would be five algorithms.
    if (PyUnicode_Check(value)) refuse_type(name, "a sequence of str", value);
    const Owned sequence = checked(PySequence_List(value));
    std::vector<std::string> texts;
    for (Py_ssize_t i = 0; i < PyList_Size(sequence.get()); ++i)
        texts.emplace_back(text_argument(PyList_GetItem(sequence.get(), i), name));
    return texts;
}

jose::Algorithm algorithm_argument(const ModuleState& state, PyObject* value) {
    const std::optional<jose::Algorithm> found = jose::find_algorithm(text_argument(value, "algorithm"));
    if (found) return *found;
    raise(state, Error::unsupported_algorithm);
    throw Raised{};
}

Owned to_str(std::string_view utf8) {
    return checked(PyUnicode_FromStringAndSize(utf8.data(), static_cast<Py_ssize_t>(utf8.size())));
}

Owned to_bytes(ByteView bytes) {
    return checked(PyBytes_FromStringAndSize(as_text(bytes).data(), static_cast<Py_ssize_t>(bytes.size())));
}

}  // namespace watchword::python
