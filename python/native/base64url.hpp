#pragma once
/// base64url_encode and base64url_decode.

#include <python/native/handles.hpp>

namespace watchword::python {

/// False with an exception set.
bool add_base64url(PyObject* module);

}  // namespace watchword::python
