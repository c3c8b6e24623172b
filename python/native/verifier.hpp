#pragma once
/// The type Verifier: what a resource server asks of every token.

#include <python/native/handles.hpp>

namespace watchword::python {

/// False with an exception set.
bool add_verifier(PyObject* module);

}  // namespace watchword::python
