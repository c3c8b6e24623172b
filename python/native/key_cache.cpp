#include <python/native/arguments.hpp>
#include <python/native/guarded.hpp>
#include <python/native/key_cache.hpp>
#include <python/native/keys.hpp>
#include <python/native/module_state.hpp>
#include <watchword/base/result.hpp>

#include <optional>

namespace watchword::python {
namespace {

enum class Form : std::uint8_t { text, bytes, object };

std::optional<Form> form_of(PyObject* given) noexcept {
    if (PyUnicode_CheckExact(given)) return Form::text;
    if (PyBytes_CheckExact(given)) return Form::bytes;
    if (PyUnicode_Check(given) || PyBytes_Check(given)) return std::nullopt;
    return Form::object;
}

std::size_t table_index(jose::Algorithm algorithm, Form form) noexcept {
    return static_cast<std::size_t>(algorithm) * 3 + static_cast<std::size_t>(form);
}

Owned name_in_table(PyObject* given, Form form) {
    return form == Form::object ? checked(PyLong_FromVoidPtr(given)) : Owned::share(given);
}

void make_room(PyObject* table, std::size_t capacity) {
    if (static_cast<std::size_t>(PyDict_Size(table)) < capacity) return;
    Py_ssize_t position = 0;
    PyObject* name = nullptr;
    if (PyDict_Next(table, &position, &name, nullptr) == 0) return;
    const Owned oldest = Owned::share(name);
    checked(PyDict_DelItem(table, oldest.get()));
}

PyObject* remember_key(PyObject* module, PyObject* const* arguments, Py_ssize_t count) {
    expect_count("remember_key", count, 3);
    ModuleState& state = state_of(module);
    const auto algorithm = jose::find_algorithm(text_argument(arguments[1], "algorithm"));
    const KeyPair* const key = find_key(state, arguments[2]);
    if (algorithm && key != nullptr && key->verification.algorithm() == *algorithm)
        state.keys.remember(arguments[0], *algorithm, arguments[2]);
    return Owned::share(Py_None).release();
}

PyMethodDef functions[] = {
    {"remember_key", method<remember_key>(), METH_FASTCALL,
     "remember_key(given, algorithm, key): decode() and encode() know `key` by `given` from now on."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

Owned KeyCache::find(PyObject* given, jose::Algorithm algorithm) const {
    const auto form = form_of(given);
    if (!form) return {};
    const Owned& table = tables_[table_index(algorithm, *form)];
    if (!table) return {};
    PyObject* const found = PyDict_GetItemWithError(table.get(), name_in_table(given, *form).get());
    if (found == nullptr && PyErr_Occurred() != nullptr) throw Raised{};
    if (found == nullptr || *form != Form::object) return Owned::share(found);
    return Owned::share(PyTuple_GetItem(found, 1));
}

void KeyCache::remember(PyObject* given, jose::Algorithm algorithm, PyObject* key) {
    const auto form = form_of(given);
    if (!form) return;
    Owned& table = tables_[table_index(algorithm, *form)];
    if (!table) table = checked(PyDict_New());
    make_room(table.get(), capacity);
    const Owned entry = *form == Form::object ? checked(PyTuple_Pack(2, given, key)) : Owned::share(key);
    checked(PyDict_SetItem(table.get(), name_in_table(given, *form).get(), entry.get()));
}

int KeyCache::traverse(visitproc visit, void* argument) const {
    for (const Owned& table : tables_) {
        if (!table) continue;
        if (const int stop = visit(table.get(), argument); stop != 0) return stop;
    }
    return 0;
}

void KeyCache::clear() noexcept {
    for (Owned& table : tables_)
        table = Owned();
}

bool add_key_cache(PyObject* module) {
    const Owned done(guarded([module] {
        add_functions(module, functions);
        return Owned::share(Py_None).release();
    }));
    return static_cast<bool>(done);
}

}  // namespace watchword::python
