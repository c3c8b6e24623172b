#pragma once
/// JSON (RFC 8259) to Python objects and back: json_loads, json_dumps, and what other concepts need of them.

#include <python/native/module_state.hpp>
#include <watchword/jose/json.hpp>

#include <cstddef>
#include <string>

namespace watchword::python {

/// What json_loads takes. Tokens have stricter limits of their own (jose::json::Limits).
inline constexpr jose::json::Limits largest_json{.bytes = std::size_t{16} * 1024 * 1024, .depth = 512};

/// dict, list, str, int, float, bool or None, as json.loads gives them. Throws Raised.
Owned to_python(const KnownNames& names, jose::json::Value value);

/// Appends the text of json.dumps(value, separators=(",", ":")), byte by byte. Takes exactly dict with str names, list,
/// tuple, str, int, float, bool and None. Throws Raised: TypeError for other types, ValueError for a container that
/// holds itself, RecursionError.
void append_json(std::string& out, PyObject* value);

/// False with an exception set.
bool add_json(PyObject* module);

}  // namespace watchword::python
