#pragma once
/// jwe_encrypt, jwe_decrypt, and the operations beneath them: content_encrypt, content_decrypt, key_wrap, key_unwrap.

#include <python/native/handles.hpp>

namespace watchword::python {

/// False with an exception set.
bool add_jwe(PyObject* module);

}  // namespace watchword::python
