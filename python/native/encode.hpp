#pragma once
/// The fast way of watchword.jwt.encode(): claims and headers of the usual types, signed with a key that the plain way
/// knows.

#include <python/native/module_state.hpp>

namespace watchword::python {

/// Adds encode(). False with an exception set.
bool add_encode(PyObject* module);

}  // namespace watchword::python
