#include <python/native/arguments.hpp>
#include <python/native/error.hpp>
#include <python/native/gil.hpp>
#include <python/native/guarded.hpp>
#include <python/native/passwords.hpp>
#include <watchword/base/random.hpp>
#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/libcrypt.hpp>
#include <watchword/passwords/passwords.hpp>
#include <watchword/passwords/sha_crypt.hpp>

#include <array>

namespace watchword::python {
namespace {

namespace argon2 = passwords::argon2;

constexpr std::size_t longest_password = 1024;

std::uint32_t number(PyObject* value, std::uint32_t otherwise) {
    if (value == nullptr) return otherwise;
    const unsigned long read = PyLong_AsUnsignedLong(value);
    if (PyErr_Occurred() != nullptr) throw Raised{};
    return read > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(read);
}

[[noreturn]] void refuse(const char* words) {
    PyErr_SetString(PyExc_ValueError, words);
    throw Raised{};
}

passwords::Argon2Parameters parameters(PyObject* memory_kib, PyObject* passes, PyObject* lanes) {
    const passwords::Argon2Parameters standard;
    const passwords::Argon2Parameters wanted{.memory_kib = number(memory_kib, standard.memory_kib),
                                             .passes = number(passes, standard.passes),
                                             .lanes = number(lanes, standard.lanes)};
    if (!argon2::within_caps(wanted)) refuse("the parameters of Argon2 are out of range");
    return wanted;
}

PyObject* hash(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"password", "memory_kib", "passes", "lanes"};
    const auto [password, memory_kib, passes, lanes] =
        sorted_arguments("password_hash", names, 1, arguments, count, keywords);
    const SecretBytes secret(bytes_argument(password, "password"));
    const passwords::Argon2Parameters wanted = parameters(memory_kib, passes, lanes);
    auto encoded = without_gil([&] {
        SystemRandom random;
        return passwords::hash(secret, wanted, random);
    });
    return to_str(value_or_raise(state_of(module), std::move(encoded))).release();
}

PyObject* verify(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"password", "encoded"};
    const auto [password, encoded] = sorted_arguments("password_verify", names, 2, arguments, count, keywords);
    const SecretBytes secret(bytes_argument(password, "password"));
    const std::string_view text = text_argument(encoded, "encoded");
    const passwords::Verified verified = value_or_raise(
        state_of(module), without_gil([&] { return passwords::verify(secret, text, passwords::Argon2Parameters{}); }));
    return checked(Py_BuildValue("(NN)", PyBool_FromLong(verified.match == passwords::Match::yes),
                                 PyBool_FromLong(verified.rehash == passwords::Rehash::needed)))
        .release();
}

argon2::Variant variant(std::string_view name) {
    if (name == "argon2id") return argon2::Variant::id;
    if (name == "argon2i") return argon2::Variant::i;
    if (name == "argon2d") return argon2::Variant::d;
    refuse("the variant is argon2id, argon2i or argon2d");
}

PyObject* derive(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"password", "salt", "variant", "memory_kib", "passes", "lanes", "size"};
    const auto [password, salt, kind, memory_kib, passes, lanes, size] =
        sorted_arguments("argon2", names, 7, arguments, count, keywords);
    const SecretBytes secret(bytes_argument(password, "password"));
    const argon2::Inputs inputs{.variant = variant(text_argument(kind, "variant")),
                                .parameters = parameters(memory_kib, passes, lanes),
                                .salt = as_bytes(bytes_argument(salt, "salt"))};
    const std::uint32_t tag_size = number(size, 0);
    if (inputs.salt.size() < 8 || inputs.salt.size() > 64) refuse("the salt has 8 to 64 bytes");
    if (tag_size < 4 || tag_size > 64) refuse("the size is 4 to 64 bytes");
    if (secret.size() > longest_password) return raise(state_of(module), Error::password_too_long);
    const SecretBytes tag =
        value_or_raise(state_of(module), without_gil([&] { return argon2::derive(secret, inputs, tag_size); }));
    return to_bytes(tag.reveal()).release();
}

/// crypt(3) answers in the form of what it is given: a setting and as many characters as the digest has.
Result<std::string> crypt_to_size(const SecretBytes& password, std::string_view setting, std::size_t digest_size) {
    std::string encoded(setting);
    encoded.append(digest_size, '.');
    std::string made = passwords::crypt_like(encoded, password);
    if (made.empty()) return Error(Error::unsupported_password_hash, "libcrypt refused the setting");
    return made;
}

Result<std::string> crypt_bcrypt(const SecretBytes& password, std::string_view setting) {
    constexpr std::size_t size = 29;  // "$2b$12$" and 22 characters of salt
    if (setting.size() != size || passwords::bcrypt::cost(setting.substr(0, 7)).count() == 0)
        return Error(Error::unsupported_password_hash, "bcrypt setting malformed or costly");
    if (password.size() > passwords::bcrypt::max_password_bytes)
        return Error(Error::password_too_long, "bcrypt takes 72 bytes");
    return crypt_to_size(password, setting, 31);
}

Result<std::string> crypt_sha(const SecretBytes& password, std::string_view setting) {
    // "$6$rounds=656000$" and a salt that ends with "$"
    const std::size_t salt = setting.ends_with('$') ? setting.rfind('$', setting.size() - 2) : std::string_view::npos;
    if (salt == std::string_view::npos || passwords::sha_crypt::cost(setting.substr(0, salt + 1)).count() == 0)
        return Error(Error::unsupported_password_hash, "SHA-crypt setting malformed or costly");
    if (password.size() > passwords::sha_crypt::max_password_bytes)
        return Error(Error::password_too_long, "SHA-crypt takes 128 bytes here");
    return crypt_to_size(password, setting, setting.starts_with("$5$") ? 43 : 86);
}

Result<std::string> crypt_with(const SecretBytes& password, std::string_view setting) {
    if (password.reveal_text().find('\0') != std::string_view::npos) return Error::invalid_password;
    if (setting.find('\0') != std::string_view::npos)
        return Error(Error::unsupported_password_hash, "the setting holds NUL");
    return passwords::bcrypt::recognises(setting) ? crypt_bcrypt(password, setting) : crypt_sha(password, setting);
}

PyObject* crypt(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"password", "setting"};
    const auto [password, setting] = sorted_arguments("crypt", names, 2, arguments, count, keywords);
    const SecretBytes secret(bytes_argument(password, "password"));
    const std::string_view text = text_argument(setting, "setting");
    return to_str(value_or_raise(state_of(module), without_gil([&] { return crypt_with(secret, text); }))).release();
}

PyObject* check(PyObject* module, PyObject* const* arguments, Py_ssize_t count, PyObject* keywords) {
    static constexpr std::array names{"password", "user_name"};
    const auto [password, user_name] = sorted_arguments("password_check", names, 2, arguments, count, keywords);
    const SecretBytes secret(bytes_argument(password, "password"));
    const Result<void> outcome = passwords::check_new_password(secret, text_argument(user_name, "user_name"));
    return outcome ? Owned::share(Py_None).release() : raise(state_of(module), outcome.error());
}

PyMethodDef functions[] = {
    {"password_hash", method<hash>(), METH_FASTCALL | METH_KEYWORDS,
     "Argon2id as PHC string. NativeError invalid_password, password_too_long."},
    {"password_verify", method<verify>(), METH_FASTCALL | METH_KEYWORDS,
     "(matches, needs_rehash) for every format that Watchword reads. Constant time."},
    {"argon2", method<derive>(), METH_FASTCALL | METH_KEYWORDS, "The tag of Argon2 version 19 (RFC 9106)."},
    {"crypt", method<crypt>(), METH_FASTCALL | METH_KEYWORDS,
     "crypt(3) with the salt and cost of `setting`: bcrypt and SHA-crypt."},
    {"password_check", method<check>(), METH_FASTCALL | METH_KEYWORDS,
     "Whether people may choose it (NIST SP 800-63B-4 section 3.1.1.2). NativeError says why not."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_passwords(PyObject* module) {
    return PyModule_AddFunctions(module, functions) == 0;
}

}  // namespace watchword::python
