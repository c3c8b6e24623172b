#pragma once
/// What belongs to one import of the module: nothing in this folder is global, so that each interpreter has its own.

#include <python/native/handles.hpp>
#include <python/native/key_cache.hpp>
#include <python/native/known_headers.hpp>
#include <python/native/known_names.hpp>

namespace watchword::python {

struct ModuleState {
    KnownNames names{};
    Owned native_error{};
    Owned key_type{};
    Owned verifier_type{};
    /// datetime.datetime, datetime.timedelta and calendar.timegm.
    Owned datetime{};
    Owned timedelta{};
    Owned timegm{};
    /// What watchword.jwt has seen before.
    KeyCache keys{};
    KnownHeaders headers{};

    /// For the garbage collector, which clears only what nobody can call any more.
    int traverse(visitproc visit, void* argument) const;
    void clear() noexcept;
};

/// Of the module object itself, which functions of the module get as `self`.
ModuleState& state_of(PyObject* module) noexcept;
/// Of a type of the module, which class methods get; such types have no subclasses.
ModuleState& state_of_class(PyObject* type) noexcept;
/// Of an instance of such a type.
ModuleState& state_of_instance(PyObject* instance) noexcept;

/// Registers a type of the module under its name and returns a reference to it. Throws Raised.
Owned add_type(PyObject* module, PyType_Spec& spec);

/// For types whose instances hold no object but their type. The garbage collector has to know of that: keys that are
/// remembered would keep the module alive for ever, and with it themselves.
int traverse_type(PyObject* instance, visitproc visit, void* argument) noexcept;

/// Registers functions of the module; `functions` ends with an empty entry and lives for ever. Throws Raised.
void add_functions(PyObject* module, PyMethodDef* functions);

}  // namespace watchword::python
