// The module watchword._native: each concept adds its own functions and types.

#include <python/native/base64url.hpp>
#include <python/native/challenge.hpp>
#include <python/native/decode.hpp>
#include <python/native/encode.hpp>
#include <python/native/error.hpp>
#include <python/native/guarded.hpp>
#include <python/native/json.hpp>
#include <python/native/jwe.hpp>
#include <python/native/key_cache.hpp>
#include <python/native/keys.hpp>
#include <python/native/module_state.hpp>
#include <python/native/passwords.hpp>
#include <python/native/verifier.hpp>

#include <cstdlib>
#include <new>
#include <string_view>

namespace watchword::python {
namespace {

constexpr bool (*concepts[])(PyObject* module) = {
    add_error, add_base64url, add_json,      add_keys,   add_verifier, add_challenge,
    add_jwe,   add_passwords, add_key_cache, add_decode, add_encode,
};

ModuleState*& slot_of(PyObject* module) noexcept {
    return *static_cast<ModuleState**>(PyModule_GetState(module));
}

int execute(PyObject* module) {
    const Owned made(guarded([module] {
        slot_of(module) = new ModuleState();
        return Owned::share(Py_None).release();
    }));
    if (!made) return -1;
    for (const auto add : concepts)
        if (!add(module)) return -1;
    return 0;
}

int traverse(PyObject* module, visitproc visit, void* argument) {
    const ModuleState* const state = slot_of(module);
    return state == nullptr ? 0 : state->traverse(visit, argument);
}

int clear(PyObject* module) {
    if (ModuleState* const state = slot_of(module)) state->clear();
    return 0;
}

void free_module(void* module) {
    delete std::exchange(slot_of(static_cast<PyObject*>(module)), nullptr);
}

/// Whether the interpreter that runs knows Py_mod_multiple_interpreters (PEP 684), which the limited API of 3.10 has no
/// name for; older ones refuse a slot that they do not know.
bool knows_isolated_interpreters() noexcept {
    constexpr int first_minor = 12;
    return std::atoi(Py_GetVersion() + std::string_view("3.").size()) >= first_minor;
}

constexpr int multiple_interpreters = 3;
/// Py_MOD_PER_INTERPRETER_GIL_SUPPORTED: interpreters share nothing but the core, which is thread-safe without a GIL.
void* const each_with_a_gil = reinterpret_cast<void*>(2);

PyModuleDef_Slot slots[] = {
    {Py_mod_exec, slot(execute)},
    {multiple_interpreters, each_with_a_gil},
    {0, nullptr},
};
PyModuleDef_Slot older_slots[] = {
    {Py_mod_exec, slot(execute)},
    {0, nullptr},
};

PyModuleDef definition{
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "watchword._native",
    .m_doc = "The C++ core of Watchword. Not public: use watchword.jwt, watchword.jose, watchword.passwords.",
    .m_size = sizeof(ModuleState*),
    .m_methods = nullptr,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = free_module,
};

}  // namespace
}  // namespace watchword::python

PyMODINIT_FUNC PyInit__native() {
    using namespace watchword::python;
    if (!knows_isolated_interpreters()) definition.m_slots = older_slots;
    return PyModuleDef_Init(&watchword::python::definition);
}
