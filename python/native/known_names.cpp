#include <python/native/known_names.hpp>

namespace watchword::python {
namespace {

// RFC 7519 section 4.1, RFC 9068, OpenID Connect Core, JOSE headers, JWKs, and what Flask applications add.
constexpr std::array<std::string_view, 72> names{
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "scope",
    "scopes",
    "scp",
    "sid",
    "client_id",
    "auth_time",
    "roles",
    "role",
    "groups",
    "azp",
    "acr",
    "amr",
    "nonce",
    "at_hash",
    "c_hash",
    "cnf",
    "act",
    "events",
    "permissions",
    "entitlements",
    "name",
    "given_name",
    "family_name",
    "email",
    "email_verified",
    "picture",
    "locale",
    "preferred_username",
    "username",
    "user_id",
    "user",
    "id",
    "admin",
    "tenant",
    "tid",
    "oid",
    "upn",
    "type",
    "fresh",
    "csrf",
    "identity",
    "data",
    "iss_at",
    "ver",
    "alg",
    "typ",
    "kid",
    "cty",
    "crit",
    "jku",
    "jwk",
    "x5u",
    "x5c",
    "x5t",
    "x5t#S256",
    "enc",
    "zip",
    "keys",
    "kty",
    "use",
    "key_ops",
    "n",
    "e",
    "crv",
    "x",
};

}  // namespace

KnownNames::KnownNames() {
    for (const std::string_view name : names)
        add(name);
}

void KnownNames::add(std::string_view name) {
    std::size_t at = hash(name);
    while (entries_[at % places].name)
        ++at;
    PyObject* text = PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size()));
    if (text == nullptr) throw Raised{};
    PyUnicode_InternInPlace(&text);
    Owned interned(text);
    if (PyObject_Hash(interned.get()) == -1) throw Raised{};
    entries_[at % places] = {name, std::move(interned)};
}

}  // namespace watchword::python
