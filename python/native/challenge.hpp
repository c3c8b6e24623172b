#pragma once
/// challenge: what to answer to a request whose token was refused.

#include <python/native/handles.hpp>

namespace watchword::python {

/// False with an exception set.
bool add_challenge(PyObject* module);

}  // namespace watchword::python
