#pragma once
/// The fast way of watchword.jwt.decode(): tokens of the usual form, signed with a key that the plain way knows.

#include <python/native/module_state.hpp>

namespace watchword::python {

/// Adds decode(). False with an exception set.
bool add_decode(PyObject* module);

}  // namespace watchword::python
