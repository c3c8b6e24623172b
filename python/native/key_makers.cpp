#include <python/native/arguments.hpp>
#include <python/native/error.hpp>
#include <python/native/gil.hpp>
#include <python/native/key_import.hpp>
#include <python/native/key_makers.hpp>
#include <watchword/base/random.hpp>

namespace watchword::python {
namespace {

std::string kid_argument(PyObject* value) {
    return value == nullptr ? std::string() : std::string(text_argument(value, "kid"));
}

Result<jose::HmacKey> read_secret(jose::Algorithm algorithm, ByteView secret, std::string kid, bool weak) {
    if (weak) return jose::HmacKey::weak_for_compatibility(algorithm, secret, std::move(kid));
    return jose::HmacKey::from_secret(algorithm, secret, std::move(kid));
}

Result<KeyPair> generated(jose::Algorithm algorithm, const std::string& kid) {
    if (jose::is_symmetric(algorithm)) {
        SystemRandom random;
        return KeyPair::of(jose::HmacKey::generate(algorithm, random, kid));
    }
    Result<jose::SigningKey> key = jose::generate_signing_key(algorithm, kid);
    if (!key) return key.error();
    return KeyPair::of(*std::move(key));
}

}  // namespace

PyObject* key_makers::from_secret(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    constexpr std::array names{"algorithm", "secret", "kid", "weak_for_compatibility"};
    const ModuleState& state = state_of_class(type);
    const auto values = sorted_arguments("from_secret", names, 2, arguments, count, keywords);
    const jose::Algorithm algorithm = algorithm_argument(state, values[0]);
    const ByteView secret = as_bytes(bytes_argument(values[1], "secret"));
    const int weak = values[3] == nullptr ? 0 : PyObject_IsTrue(values[3]);
    checked(weak);
    const jose::HmacKey key = value_or_raise(state, read_secret(algorithm, secret, kid_argument(values[2]), weak != 0));
    return new_key(state, KeyPair::of(key)).release();
}

PyObject* key_makers::from_jwk(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    constexpr std::array names{"text", "algorithm"};
    const ModuleState& state = state_of_class(type);
    const auto values = sorted_arguments("from_jwk", names, 1, arguments, count, keywords);
    const auto text = text_or_bytes(values[0], "text");
    if (!text) return raise(state, {Error::invalid_key, "not UTF-8"});
    std::optional<jose::Algorithm> algorithm;
    if (values[1] != nullptr && values[1] != Py_None) algorithm = algorithm_argument(state, values[1]);
    return new_key(state, value_or_raise(state, without_gil([&] { return import_jwk(*text, algorithm); }))).release();
}

PyObject* key_makers::from_pem(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    constexpr std::array names{"algorithm", "text", "kid"};
    const ModuleState& state = state_of_class(type);
    const auto values = sorted_arguments("from_pem", names, 2, arguments, count, keywords);
    const jose::Algorithm algorithm = algorithm_argument(state, values[0]);
    const auto text = text_or_bytes(values[1], "text");
    if (!text) return raise(state, {Error::invalid_key, "not UTF-8"});
    const std::string kid = kid_argument(values[2]);
    return new_key(state, value_or_raise(state, without_gil([&] { return import_pem(algorithm, *text, kid); })))
        .release();
}

PyObject* key_makers::from_der(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    constexpr std::array names{"algorithm", "data", "kid"};
    const ModuleState& state = state_of_class(type);
    const auto values = sorted_arguments("from_der", names, 2, arguments, count, keywords);
    const jose::Algorithm algorithm = algorithm_argument(state, values[0]);
    const ByteView der = as_bytes(bytes_argument(values[1], "data"));
    const std::string kid = kid_argument(values[2]);
    return new_key(state, value_or_raise(state, without_gil([&] { return import_der(algorithm, der, kid); })))
        .release();
}

PyObject* key_makers::generate(PyObject* type, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    constexpr std::array names{"algorithm", "kid"};
    const ModuleState& state = state_of_class(type);
    const auto values = sorted_arguments("generate", names, 1, arguments, count, keywords);
    const jose::Algorithm algorithm = algorithm_argument(state, values[0]);
    const std::string kid = kid_argument(values[1]);
    return new_key(state, value_or_raise(state, without_gil([&] { return generated(algorithm, kid); }))).release();
}

PyObject* key_makers::import_key_set(PyObject* module, PyObject* const* arguments, Py_ssize_t count,
                                     PyObject* keywords) {
    constexpr std::array names{"text", "rsa_algorithm"};
    const ModuleState& state = state_of(module);
    const auto values = sorted_arguments("import_key_set", names, 1, arguments, count, keywords);
    const auto text = text_or_bytes(values[0], "text");
    if (!text) return raise(state, {Error::invalid_key, "not UTF-8"});
    const jose::Algorithm rsa = values[1] == nullptr ? jose::Algorithm::RS256 : algorithm_argument(state, values[1]);
    const auto keys = value_or_raise(state, without_gil([&] { return import_set(*text, rsa); }));
    Owned list = checked(PyList_New(0));
    for (const jose::VerificationKey& key : keys)
        checked(PyList_Append(list.get(), new_key(state, KeyPair::of(key)).get()));
    return list.release();
}

}  // namespace watchword::python
