#pragma once
/// The arguments of a call as C++ sees them. Views live as long as the Python object, which the caller of the function
/// holds.

#include <python/native/handles.hpp>
#include <watchword/base/bytes.hpp>
#include <watchword/jose/algorithms.hpp>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::python {

struct ModuleState;

/// What a function takes, in order; those behind the first `required` may be left out.
struct Signature {
    const char* function;
    std::size_t required;
    std::span<const char* const> names;
};

/// Sorts positional and named arguments into `values`, one a name; null where none was given. Throws Raised
/// (TypeError).
void sort_arguments(const Signature& signature, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords,
                    std::span<PyObject*> values);

/// The arguments of a call with METH_FASTCALL | METH_KEYWORDS.
template <std::size_t N>
std::array<PyObject*, N> sorted_arguments(const char* function, const std::array<const char*, N>& names,
                                          std::size_t required, PyObject* const* arguments, Py_ssize_t count,
                                          PyObject* keywords) {
    std::array<PyObject*, N> values{};
    sort_arguments({function, required, names}, arguments, count, keywords, values);
    return values;
}

/// Throws Raised (TypeError) unless a call with METH_FASTCALL alone has that many arguments.
void expect_count(const char* function, Py_ssize_t count, Py_ssize_t expected);

/// UTF-8 of a str. Throws Raised (TypeError, UnicodeEncodeError for lone surrogates).
std::string_view text_argument(PyObject* value, const char* name);
/// Throws Raised (TypeError) for anything but bytes.
std::string_view bytes_argument(PyObject* value, const char* name);
/// Bytes, or the UTF-8 of a str; empty optional for a str that has none. Throws Raised (TypeError).
std::optional<std::string_view> text_or_bytes(PyObject* value, const char* name);
/// Throws Raised (TypeError) for anything but a sequence of str; a str is none here.
std::vector<std::string> texts_argument(PyObject* value, const char* name);
/// Throws Raised (TypeError, NativeError unsupported_algorithm).
jose::Algorithm algorithm_argument(const ModuleState& state, PyObject* value);

/// New references. Throw Raised.
Owned to_str(std::string_view utf8);
Owned to_bytes(ByteView bytes);

}  // namespace watchword::python
