#pragma once
/// password_hash, password_verify, argon2 and crypt. All of them compute without the GIL.

#include <python/native/handles.hpp>

namespace watchword::python {

/// False with an exception set.
bool add_passwords(PyObject* module);

}  // namespace watchword::python
