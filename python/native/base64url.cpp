#include <python/native/arguments.hpp>
#include <python/native/base64url.hpp>
#include <python/native/error.hpp>
#include <python/native/guarded.hpp>
#include <watchword/jose/base64url.hpp>

namespace watchword::python {
namespace {

PyObject* encode(PyObject* /*module*/, PyObject* data) {
    return to_str(jose::encode_base64url(as_bytes(bytes_argument(data, "data")))).release();
}

PyObject* decode(PyObject* module, PyObject* text) {
    const std::optional<std::string_view> characters = text_or_bytes(text, "text");
    if (!characters) return raise(state_of(module), {Error::malformed, "not base64url"});
    Owned bytes =
        checked(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(jose::decoded_size(characters->size()))));
    auto* const out = reinterpret_cast<std::uint8_t*>(PyBytes_AsString(bytes.get()));
    if (!jose::decode_base64url(*characters, out)) return raise(state_of(module), {Error::malformed, "not base64url"});
    return bytes.release();
}

PyMethodDef functions[] = {
    {"base64url_encode", method<encode>(), METH_O, "Without padding (RFC 7515 section 2)."},
    {"base64url_decode", method<decode>(), METH_O,
     "Strict: no padding, no foreign characters, no bits left over. NativeError malformed."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_base64url(PyObject* module) {
    return PyModule_AddFunctions(module, functions) == 0;
}

}  // namespace watchword::python
