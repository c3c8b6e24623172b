#pragma once
/// Where C++ ends and Python begins: no C++ exception leaves a function of the module.

#include <python/native/handles.hpp>

#include <exception>
#include <new>

namespace watchword::python {

/// Sets what was thrown as a Python exception. Called while it is being handled.
inline void raise_what_was_thrown() noexcept {
    try {
        throw;
    } catch (const Raised&) {
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::exception& exception) {
        PyErr_SetString(PyExc_RuntimeError, exception.what());
    }
}

/// Calls `body`, which may throw; then null is returned with the exception set. Unwinding that is no exception passes:
/// it ends a thread.
template <class Body>
PyObject* guarded(Body body) {
    try {
        return body();
    } catch (const Raised&) {
        return nullptr;
    } catch (const std::exception&) {
        raise_what_was_thrown();
        return nullptr;
    }
}

namespace detail {

template <auto Function>
struct Guarded;

template <class... Arguments, PyObject* (*Function)(PyObject*, Arguments...)>
struct Guarded<Function> {
    static PyObject* call(PyObject* self, Arguments... arguments) {
        return guarded([&] { return Function(self, arguments...); });
    }
};

}  // namespace detail

/// A function for a method table: METH_O, METH_NOARGS, METH_FASTCALL, with METH_KEYWORDS or without.
template <auto Function>
PyCFunction method() noexcept {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&detail::Guarded<Function>::call));
}

/// A function for a slot of a type.
template <class Function>
void* slot(Function* function) noexcept {
    return reinterpret_cast<void*>(function);
}

}  // namespace watchword::python
