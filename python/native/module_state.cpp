#include <python/native/module_state.hpp>

namespace watchword::python {

int ModuleState::traverse(visitproc visit, void* argument) const {
    for (const Owned* object : {&native_error, &key_type, &verifier_type, &datetime, &timedelta, &timegm}) {
        if (!*object) continue;
        if (const int stop = visit(object->get(), argument); stop != 0) return stop;
    }
    return keys.traverse(visit, argument);
}

void ModuleState::clear() noexcept {
    for (Owned* const object : {&native_error, &key_type, &verifier_type, &datetime, &timedelta, &timegm})
        *object = Owned();
    keys.clear();
}

ModuleState& state_of(PyObject* module) noexcept {
    return **static_cast<ModuleState**>(PyModule_GetState(module));
}

ModuleState& state_of_class(PyObject* type) noexcept {
    return **static_cast<ModuleState**>(PyType_GetModuleState(reinterpret_cast<PyTypeObject*>(type)));
}

ModuleState& state_of_instance(PyObject* instance) noexcept {
    return state_of_class(reinterpret_cast<PyObject*>(Py_TYPE(instance)));
}

Owned add_type(PyObject* module, PyType_Spec& spec) {
    Owned type = checked(PyType_FromModuleAndSpec(module, &spec, nullptr));
    checked(PyModule_AddType(module, reinterpret_cast<PyTypeObject*>(type.get())));
    return type;
}

int traverse_type(PyObject* instance, visitproc visit, void* argument) noexcept {
    return visit(reinterpret_cast<PyObject*>(Py_TYPE(instance)), argument);
}

void add_functions(PyObject* module, PyMethodDef* functions) {
    checked(PyModule_AddFunctions(module, functions));
}

}  // namespace watchword::python
