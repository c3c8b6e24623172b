#include <python/native/arguments.hpp>
#include <python/native/error.hpp>
#include <python/native/gil.hpp>
#include <python/native/guarded.hpp>
#include <python/native/key_makers.hpp>
#include <python/native/keys.hpp>
#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/key_size.hpp>
#include <watchword/jose/pem.hpp>

#include <new>

namespace watchword::python {
namespace {

struct KeyObject {
    PyObject base;
    KeyPair pair;
};

const KeyPair& pair_of(PyObject* key) noexcept {
    return reinterpret_cast<KeyObject*>(key)->pair;
}

void deallocate(PyObject* self) {
    PyObject_GC_UnTrack(self);
    PyTypeObject* const type = Py_TYPE(self);
    reinterpret_cast<KeyObject*>(self)->pair.~KeyPair();
    reinterpret_cast<freefunc>(PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

// -- using them

const jose::SigningKey& signing_key_of(PyObject* self) {
    const KeyPair& pair = pair_of(self);
    if (pair.signing) return *pair.signing;
    raise(state_of_instance(self), {Error::key_not_usable, "this is a public key"});
    throw Raised{};
}

PyObject* sign(PyObject* self, PyObject* argument) {
    const std::string_view data = bytes_argument(argument, "data");
    const jose::SigningKey& key = signing_key_of(self);
    const Bytes signature = maybe_without_gil(takes_long(key.algorithm(), data.size()), [&] { return key.sign(data); });
    return to_bytes(signature).release();
}

PyObject* verify(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
    expect_count("verify", count, 2);
    const std::string_view data = bytes_argument(arguments[0], "data");
    const ByteView signature = as_bytes(bytes_argument(arguments[1], "signature"));
    const jose::VerificationKey& key = pair_of(self).verification;
    const bool genuine =
        maybe_without_gil(takes_long(key.algorithm(), data.size()), [&] { return key.verify(data, signature); });
    return PyBool_FromLong(genuine ? 1 : 0);
}

PyObject* public_half(PyObject* self, PyObject* /*none*/) {
    const KeyPair& pair = pair_of(self);
    const ModuleState& state = state_of_instance(self);
    if (jose::is_symmetric(pair.verification.algorithm()))
        return raise(state, {Error::key_not_usable, "a shared secret has no public half"});
    if (!pair.signing) return Owned::share(self).release();
    return new_key(state, KeyPair::of(pair.verification)).release();
}

PyObject* public_jwk(PyObject* self, PyObject* /*none*/) {
    return to_str(value_or_raise(state_of_instance(self), jose::export_public_jwk(pair_of(self).verification)))
        .release();
}

PyObject* public_pem(PyObject* self, PyObject* /*none*/) {
    return to_str(value_or_raise(state_of_instance(self), jose::export_public_pem(pair_of(self).verification)))
        .release();
}

PyObject* private_jwk(PyObject* self, PyObject* /*none*/) {
    return to_str(jose::export_private_jwk_in_the_clear(signing_key_of(self)).reveal_text()).release();
}

PyObject* private_pem(PyObject* self, PyObject* /*none*/) {
    const SecretBytes pem =
        value_or_raise(state_of_instance(self), jose::export_private_pem_in_the_clear(signing_key_of(self)));
    return to_str(pem.reveal_text()).release();
}

PyObject* thumbprint(PyObject* self, PyObject* /*none*/) {
    return to_str(jose::thumbprint(pair_of(self).verification)).release();
}

// -- looking at them

PyObject* algorithm(PyObject* self, void* /*closure*/) {
    return guarded([self] { return to_str(jose::name(pair_of(self).verification.algorithm())).release(); });
}
PyObject* kid(PyObject* self, void* /*closure*/) {
    return guarded([self] { return to_str(pair_of(self).verification.kid()).release(); });
}
PyObject* kind(PyObject* self, void* /*closure*/) {
    const jose::Algorithm of = pair_of(self).verification.algorithm();
    return guarded([of] { return to_str(jose::name(jose::traits(of).key_type)).release(); });
}
PyObject* is_private(PyObject* self, void* /*closure*/) {
    return PyBool_FromLong(pair_of(self).signing ? 1 : 0);
}
PyObject* bits(PyObject* self, void* /*closure*/) {
    return guarded([self] { return PyLong_FromSize_t(jose::size_in_bits(pair_of(self).verification)); });
}
PyObject* fingerprint(PyObject* self, void* /*closure*/) {
    return guarded([self] { return to_str(jose::fingerprint(pair_of(self).verification)).release(); });
}

PyObject* represent(PyObject* self) {
    return guarded([self] {
        const jose::VerificationKey& key = pair_of(self).verification;
        std::string text = pair_of(self).signing ? "<private Key " : "<public Key ";
        if (jose::is_symmetric(key.algorithm())) text = "<secret Key ";
        text.append(jose::name(key.algorithm())).append(" ").append(jose::fingerprint(key)).append(">");
        return to_str(text).release();
    });
}

PyMethodDef methods[] = {
    {"from_secret", method<key_makers::from_secret>(), METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
     "from_secret(algorithm, secret, kid='', weak_for_compatibility=False): a shared secret."},
    {"from_jwk", method<key_makers::from_jwk>(), METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
     "from_jwk(text, algorithm=None): a private JWK gives a private key."},
    {"from_pem", method<key_makers::from_pem>(), METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
     "from_pem(algorithm, text, kid=''): a private PEM gives a private key."},
    {"from_der", method<key_makers::from_der>(), METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
     "from_der(algorithm, data, kid='')."},
    {"generate", method<key_makers::generate>(), METH_FASTCALL | METH_KEYWORDS | METH_CLASS,
     "generate(algorithm, kid=''): a fresh private key or secret."},
    {"sign", method<sign>(), METH_O, "The signature in JOSE form. NativeError key_not_usable for a public key."},
    {"verify", method<verify>(), METH_FASTCALL, "verify(data, signature): whether it is genuine."},
    {"public", method<public_half>(), METH_NOARGS, "The public half; itself for a public key."},
    {"public_jwk", method<public_jwk>(), METH_NOARGS, "The public JWK as JSON."},
    {"public_pem", method<public_pem>(), METH_NOARGS, "SubjectPublicKeyInfo."},
    {"private_jwk_in_the_clear", method<private_jwk>(), METH_NOARGS, "The private JWK as JSON: keep it."},
    {"private_pem_in_the_clear", method<private_pem>(), METH_NOARGS, "PKCS#8, not encrypted: keep it."},
    {"thumbprint", method<thumbprint>(), METH_NOARGS, "RFC 7638. Of a shared secret: a hash to guess it by, keep it."},
    {nullptr, nullptr, 0, nullptr},
};

PyGetSetDef attributes[] = {
    {"algorithm", algorithm, nullptr, "The JOSE name.", nullptr},
    {"kid", kid, nullptr, "The key id, or ''.", nullptr},
    {"kind", kind, nullptr, "kty: 'oct', 'RSA', 'EC' or 'OKP'.", nullptr},
    {"is_private", is_private, nullptr, "True for keys that sign; shared secrets too.", nullptr},
    {"bits", bits, nullptr, "Of the modulus, the curve or the secret.", nullptr},
    {"fingerprint", fingerprint, nullptr, "Names the key to people; tells nothing about a secret.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyType_Slot slots[] = {
    {Py_tp_dealloc, slot(deallocate)},
    {Py_tp_traverse, slot(traverse_type)},
    {Py_tp_repr, slot(represent)},
    {Py_tp_methods, methods},
    {Py_tp_getset, attributes},
    {Py_tp_doc, const_cast<char*>("One key, bound to one algorithm for life (RFC 8725 section 3.1). Immutable, never "
                                  "shows its private part.")},
    {0, nullptr},
};

PyType_Spec type{
    .name = "watchword._native.Key",
    .basicsize = static_cast<int>(sizeof(KeyObject)),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};

PyObject* algorithm_names(PyObject* /*module*/, PyObject* /*none*/) {
    Owned list = checked(PyList_New(0));
    for (const jose::Algorithm algorithm : all_algorithms())
        checked(PyList_Append(list.get(), to_str(jose::name(algorithm)).get()));
    return list.release();
}

PyMethodDef functions[] = {
    {"import_key_set", method<key_makers::import_key_set>(), METH_FASTCALL | METH_KEYWORDS,
     "import_key_set(text, rsa_algorithm='RS256'): the usable keys of a JWK Set; others are skipped. NativeError "
     "invalid_key."},
    {"algorithms", method<algorithm_names>(), METH_NOARGS, "The signature algorithms, as JOSE names them."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

Owned new_key(const ModuleState& state, KeyPair pair) {
    auto* const type_object = reinterpret_cast<PyTypeObject*>(state.key_type.get());
    Owned object = checked(PyType_GenericAlloc(type_object, 0));
    new (&reinterpret_cast<KeyObject*>(object.get())->pair) KeyPair(std::move(pair));
    return object;
}

const KeyPair* find_key(const ModuleState& state, PyObject* object) noexcept {
    const bool is_key = reinterpret_cast<PyObject*>(Py_TYPE(object)) == state.key_type.get();
    return is_key ? &pair_of(object) : nullptr;
}

std::vector<jose::Algorithm> all_algorithms() {
    std::vector<jose::Algorithm> all;
    for (auto each = static_cast<int>(jose::Algorithm::HS256); each <= static_cast<int>(jose::Algorithm::Ed448); ++each)
        all.push_back(static_cast<jose::Algorithm>(each));
    return all;
}

bool takes_long(jose::Algorithm algorithm, std::size_t data_size) noexcept {
    constexpr std::size_t microseconds_of_hashing = 16 * 1024;
    return !jose::is_symmetric(algorithm) || data_size > microseconds_of_hashing;
}

bool add_keys(PyObject* module) {
    ModuleState& state = state_of(module);
    const Owned done(guarded([&] {
        state.key_type = add_type(module, type);
        add_functions(module, functions);
        return Owned::share(Py_None).release();
    }));
    return static_cast<bool>(done);
}

}  // namespace watchword::python
