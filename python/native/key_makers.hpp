#pragma once
/// How keys come to Python: functions for the method tables of the type Key and of the module. All throw Raised.

#include <python/native/handles.hpp>

namespace watchword::python::key_makers {

// Class methods of Key, since a static one does not know its module.
PyObject* from_secret(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);
PyObject* from_jwk(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);
PyObject* from_pem(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);
PyObject* from_der(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);
PyObject* generate(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);

// Of the module.
PyObject* import_key_set(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords);

}  // namespace watchword::python::key_makers
