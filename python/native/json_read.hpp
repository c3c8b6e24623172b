#pragma once
/// Walking a document into Python objects.

#include <python/native/known_names.hpp>
#include <watchword/jose/json.hpp>

namespace watchword::python {

/// Anything but arrays and objects. Throws Raised, as all of these.
Owned scalar_to_python(jose::json::Value value);
/// The name of a member: one that exists already, if it is a usual one.
Owned name_to_python(const KnownNames& names, std::string_view name);

/// The whole value; `scalar` makes what is no array and no object, and is asked in document order. Recursion is
/// bounded by the depth that the document was read with.
template <class Scalar>
Owned value_to_python(const KnownNames& names, jose::json::Value value, const Scalar& scalar) {
    using Kind = jose::json::Value::Kind;
    if (value.string() || value.integer()) return scalar(value);
    const Kind kind = value.kind();
    if (kind == Kind::object) {
        Owned object = checked(PyDict_New());
        for (const jose::json::Member& member : value.members()) {
            const Owned name = name_to_python(names, member.name);
            const Owned content = value_to_python(names, member.value, scalar);
            checked(PyDict_SetItem(object.get(), name.get(), content.get()));
        }
        return object;
    }
    if (kind != Kind::array) return scalar(value);
    Owned array = checked(PyList_New(0));
    for (const jose::json::Value element : value.each_element())
        checked(PyList_Append(array.get(), value_to_python(names, element, scalar).get()));
    return array;
}

}  // namespace watchword::python
