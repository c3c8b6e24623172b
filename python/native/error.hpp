#pragma once
/// The exception NativeError: a refusal of the core, as Python sees it.

#include <python/native/module_state.hpp>
#include <watchword/base/result.hpp>

namespace watchword::python {

/// Makes the type. False with an exception set.
bool add_error(PyObject* module);

/// Sets NativeError for `error`: `code`, `detail`, and a message for people. Returns null, to be returned in turn.
PyObject* raise(const ModuleState& state, const Error& error);

/// The value, or NativeError as the C++ exception Raised.
template <class T>
T value_or_raise(const ModuleState& state, Result<T> result) {
    if (result) return std::move(*result);
    raise(state, result.error());
    throw Raised{};
}

}  // namespace watchword::python
