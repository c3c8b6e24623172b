#include <python/native/arguments.hpp>
#include <python/native/encryption_key_text.hpp>
#include <python/native/error.hpp>
#include <python/native/gil.hpp>
#include <python/native/guarded.hpp>
#include <python/native/jwe.hpp>
#include <watchword/base/random.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/primitives.hpp>

#include <array>

namespace watchword::python {
namespace {

using jose::ContentEncryption;
using jose::KeyManagement;

KeyManagement key_management(const ModuleState& state, std::string_view name) {
    if (const auto found = jose::find_key_management(name)) return *found;
    raise(state, {Error::unsupported_algorithm, "unknown alg of a JWE"});
    throw Raised{};
}

ContentEncryption content_encryption(const ModuleState& state, std::string_view name) {
    if (const auto found = jose::find_content_encryption(name)) return *found;
    raise(state, {Error::unsupported_algorithm, "unknown enc of a JWE"});
    throw Raised{};
}

/// Not UTF-8 is empty, which is no key.
KeyText key_text(PyObject* key) {
    return {text_or_bytes(key, "key").value_or(std::string_view()), PyBytes_Check(key) != 0};
}

std::string_view optional_text(PyObject* value, const char* name) {
    return value == nullptr ? std::string_view() : text_argument(value, name);
}

std::size_t size(PyObject* value, std::size_t otherwise) {
    if (value == nullptr) return otherwise;
    const std::size_t read = PyLong_AsSize_t(value);
    if (PyErr_Occurred() != nullptr) throw Raised{};
    return read;
}

jose::JweOptions options(const ModuleState& state, PyObject* encryption, PyObject* header, PyObject* zip,
                         PyObject* content_type) {
    jose::JweOptions options{.encryption = content_encryption(state, text_argument(encryption, "encryption")),
                             .content_type = std::string(optional_text(content_type, "content_type")),
                             .more_json = std::string(optional_text(header, "header"))};
    const int zipped = zip == nullptr ? 0 : PyObject_IsTrue(zip);
    checked(zipped);
    if (zipped == 1) options.compression = jose::JweOptions::Compression::deflate;
    return options;
}

PyObject* encrypt(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"plaintext", "key", "algorithm", "encryption",
                                      "header",    "zip", "kid",       "content_type"};
    const auto [plaintext, key, algorithm, encryption, header, zip, kid, content_type] =
        sorted_arguments("jwe_encrypt", names, 4, arguments, count, keywords);
    const ModuleState& state = state_of(module);
    const ByteView plain = as_bytes(bytes_argument(plaintext, "plaintext"));
    const KeyManagement management = key_management(state, text_argument(algorithm, "algorithm"));
    const KeyText text = key_text(key);
    const jose::JweOptions wanted = options(state, encryption, header, zip, content_type);
    const std::string key_id(optional_text(kid, "kid"));
    auto made = without_gil([&]() -> Result<std::string> {
        const auto recipient = read_encryption_key(management, text, key_id);
        if (!recipient) return recipient.error();
        SystemRandom random;
        return jose::encrypt_jwe(plain, *recipient, wanted, random);
    });
    return to_str(value_or_raise(state, std::move(made))).release();
}

jose::JweRequirements requirements(const ModuleState& state, PyObject* algorithms, PyObject* encryptions,
                                   PyObject* max_inflated, PyObject* max_bytes) {
    jose::JweRequirements required{.algorithms = jose::KeyManagementSet::none(),
                                   .encryptions = jose::ContentEncryptionSet::none()};
    for (const std::string& name : texts_argument(algorithms, "algorithms"))
        required.algorithms.insert(key_management(state, name));
    for (const std::string& name : texts_argument(encryptions, "encryptions"))
        required.encryptions.insert(content_encryption(state, name));
    if (const std::size_t most = size(max_inflated, 0); most > 0) required.max_inflated_bytes = most;
    required.max_bytes = size(max_bytes, required.max_bytes);
    return required;
}

/// The key for each of the algorithms that it can be for. Error: that of the first, if there is none.
Result<std::vector<jose::DecryptionKey>> keys_for(const jose::KeyManagementSet& algorithms, const KeyText& text) {
    std::vector<jose::DecryptionKey> keys;
    std::optional<Error> first;
    for (unsigned i = 0; i <= static_cast<unsigned>(KeyManagement::RSA1_5_weak_for_compatibility); ++i) {
        const auto algorithm = static_cast<KeyManagement>(i);
        if (!algorithms.contains(algorithm)) continue;
        auto key = read_decryption_key(algorithm, text);
        if (key) keys.push_back(std::move(*key));
        if (!key && !first) first = key.error();
    }
    if (!keys.empty()) return keys;
    return first.value_or(Error(Error::algorithm_not_allowed, "no algorithm is accepted"));
}

PyObject* decrypt(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"token", "key", "algorithms", "encryptions", "max_inflated", "max_bytes"};
    const auto [token, key, algorithms, encryptions, max_inflated, max_bytes] =
        sorted_arguments("jwe_decrypt", names, 5, arguments, count, keywords);
    const ModuleState& state = state_of(module);
    const std::string_view compact = text_or_bytes(token, "token").value_or(std::string_view());
    const KeyText text = key_text(key);
    const jose::JweRequirements required = requirements(state, algorithms, encryptions, max_inflated, max_bytes);
    auto opened = without_gil([&]() -> Result<jose::DecryptedJwe> {
        const auto keys = keys_for(required.algorithms, text);
        if (!keys) return keys.error();
        return jose::decrypt_jwe(compact, *keys, required);
    });
    const jose::DecryptedJwe inside = value_or_raise(state, std::move(opened));
    // What was decrypted is UTF-8 JSON behind base64url up to here.
    const auto header_bytes = jose::decode_base64url(compact.substr(0, compact.find('.')));
    if (!header_bytes) return raise(state, Error::malformed);
    const Owned header = to_str(as_text(*header_bytes));
    const Owned plaintext = to_bytes(inside.plaintext.reveal());
    return checked(PyTuple_Pack(2, header.get(), plaintext.get())).release();
}

PyObject* encrypt_content(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"encryption", "key", "vector", "plaintext", "authenticated"};
    const auto [encryption, key, vector, plaintext, authenticated] =
        sorted_arguments("content_encrypt", names, 5, arguments, count, keywords);
    const ModuleState& state = state_of(module);
    const ContentEncryption kind = content_encryption(state, text_argument(encryption, "encryption"));
    const auto made =
        value_or_raise(state, jose::encrypt_content(kind, as_bytes(bytes_argument(key, "key")),
                                                    as_bytes(bytes_argument(vector, "vector")),
                                                    as_bytes(bytes_argument(plaintext, "plaintext")),
                                                    as_bytes(bytes_argument(authenticated, "authenticated"))));
    const Owned content = to_bytes(made.content);
    const Owned tag = to_bytes(made.tag);
    return checked(PyTuple_Pack(2, content.get(), tag.get())).release();
}

PyObject* decrypt_content(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"encryption", "key", "vector", "ciphertext", "tag", "authenticated"};
    const auto [encryption, key, vector, ciphertext, tag, authenticated] =
        sorted_arguments("content_decrypt", names, 6, arguments, count, keywords);
    const ModuleState& state = state_of(module);
    const ContentEncryption kind = content_encryption(state, text_argument(encryption, "encryption"));
    const SecretBytes plaintext = value_or_raise(
        state,
        jose::decrypt_content(kind, as_bytes(bytes_argument(key, "key")), as_bytes(bytes_argument(vector, "vector")),
                              as_bytes(bytes_argument(ciphertext, "ciphertext")), as_bytes(bytes_argument(tag, "tag")),
                              as_bytes(bytes_argument(authenticated, "authenticated"))));
    return to_bytes(plaintext.reveal()).release();
}

PyObject* wrap(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"algorithm", "key", "secret"};
    const auto [algorithm, key, secret] = sorted_arguments("key_wrap", names, 3, arguments, count, keywords);
    const ModuleState& state = state_of(module);
    const KeyManagement management = key_management(state, text_argument(algorithm, "algorithm"));
    const KeyText text = key_text(key);
    const ByteView plain = as_bytes(bytes_argument(secret, "secret"));
    auto wrapped = without_gil([&]() -> Result<Bytes> {
        const auto recipient = read_encryption_key(management, text, {});
        if (!recipient) return recipient.error();
        return jose::wrap_key(*recipient, plain);
    });
    return to_bytes(value_or_raise(state, std::move(wrapped))).release();
}

PyObject* unwrap(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"algorithm", "key", "wrapped"};
    const auto [algorithm, key, wrapped] = sorted_arguments("key_unwrap", names, 3, arguments, count, keywords);
    const ModuleState& state = state_of(module);
    const KeyManagement management = key_management(state, text_argument(algorithm, "algorithm"));
    const KeyText text = key_text(key);
    const ByteView sealed = as_bytes(bytes_argument(wrapped, "wrapped"));
    auto secret = without_gil([&]() -> Result<SecretBytes> {
        const auto own = read_decryption_key(management, text);
        if (!own) return own.error();
        return jose::unwrap_key(*own, sealed);
    });
    return to_bytes(value_or_raise(state, std::move(secret)).reveal()).release();
}

PyMethodDef functions[] = {
    {"jwe_encrypt", method<encrypt>(), METH_FASTCALL | METH_KEYWORDS, "A compact JWE (RFC 7516 section 5.1)."},
    {"jwe_decrypt", method<decrypt>(), METH_FASTCALL | METH_KEYWORDS,
     "The protected header as JSON, and the plaintext (RFC 7516 section 5.2)."},
    {"content_encrypt", method<encrypt_content>(), METH_FASTCALL | METH_KEYWORDS,
     "Ciphertext and tag (RFC 7518 section 5). A vector must never be used twice with one key."},
    {"content_decrypt", method<decrypt_content>(), METH_FASTCALL | METH_KEYWORDS,
     "The plaintext. NativeError decryption_failed, whatever was wrong."},
    {"key_wrap", method<wrap>(), METH_FASTCALL | METH_KEYWORDS, "A key wrapped with A*KW or RSA-OAEP."},
    {"key_unwrap", method<unwrap>(), METH_FASTCALL | METH_KEYWORDS, "The way back."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_jwe(PyObject* module) {
    return PyModule_AddFunctions(module, functions) == 0;
}

}  // namespace watchword::python
