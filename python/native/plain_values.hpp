#pragma once
/// Python values that behave as their type says: exact types, none of a subclass that may compare as it likes.

#include <python/native/handles.hpp>

#include <optional>
#include <string_view>

namespace watchword::python {

/// UTF-8 of an exact str; empty optional for anything else, lone surrogates included. Lives as long as `value`.
std::optional<std::string_view> plain_text(PyObject* value) noexcept;

/// A list, tuple, set or frozenset, exactly.
bool is_plain_container(PyObject* value) noexcept;

/// Whether `matches` holds for the exact str that `value` is, or for one that is in it. False for anything that is
/// neither a str nor a plain container. Throws Raised.
template <class Predicate>
bool any_text(PyObject* value, const Predicate& matches) {
    if (const auto text = plain_text(value)) return matches(*text);
    if (!is_plain_container(value)) return false;
    const Owned iterator = checked(PyObject_GetIter(value));
    while (const Owned element{PyIter_Next(iterator.get())}) {
        const auto text = plain_text(element.get());
        if (text && matches(*text)) return true;
    }
    if (PyErr_Occurred() != nullptr) throw Raised{};
    return false;
}

}  // namespace watchword::python
