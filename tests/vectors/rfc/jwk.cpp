#include <watchword/jose/jwk.hpp>

#include <algorithm>

#include "../keys.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// A key as one of the public importers takes it.
struct ImportedKey {
    std::string kid;
    std::string thumbprint;
    /// Empty for a key of encryption, whose URI nobody publishes.
    std::string uri;
    bool is_private;
};

/// The key may be for signatures or for encryption; RSA and oct keys without `alg` are imported as an example's caller
/// would, who knows what they are for.
Result<ImportedKey> import(const Value& jwk) {
    const std::string json = jwk.to_json();
    const bool rsa = find_text(jwk, "kty").value_or("") == "RSA";
    const std::string_view assumed = rsa ? "RS256" : "HS256";
    if (const auto key = verification_key(json, assumed))
        return ImportedKey{key->kid(), jose::thumbprint(*key), jose::thumbprint_uri(*key),
                           signing_key(json, assumed).has_value()};
    const auto management = rsa ? jose::KeyManagement::RSA_OAEP : jose::KeyManagement::ECDH_ES;
    const Result<jose::EncryptionKey> key = jose::import_encryption_key(json, management);
    if (!key) return key.error();
    return ImportedKey{
        key->kid(), jose::thumbprint(*key), {}, jose::import_decryption_key(json, management).has_value()};
}

/// The element of the list `expect.<name>` for each key, if the vector has such a list.
void expect_each(const Value& vector, std::string_view name, const std::vector<ImportedKey>& keys,
                 std::string ImportedKey::*member) {
    if (!find(get(vector, "expect"), name)) return;
    const std::vector<Value> expected = elements(get(vector, "expect"), name);
    expect_equal(std::string("the length of ") + std::string(name), std::to_string(expected.size()),
                 std::to_string(keys.size()));
    for (std::size_t i = 0; i < keys.size(); ++i)
        expect_equal(name, expected[i].string().value_or(""), keys[i].*member);
}

}  // namespace

Verdict jwks_parse(const Value& vector) {
    const Value expect = get(vector, "expect");
    std::vector<ImportedKey> keys;
    for (const Value& jwk : jwks_of(get(vector, "key"))) {
        Result<ImportedKey> key = import(jwk);
        if (!key) return refused(key.error());
        keys.push_back(*std::move(key));
    }
    if (const auto count = find_integer(expect, "count"))
        expect_equal("the number of keys", std::to_string(*count), std::to_string(keys.size()));
    expect_each(vector, "kids", keys, &ImportedKey::kid);
    expect_each(vector, "thumbprints_sha256", keys, &ImportedKey::thumbprint);
    if (find(expect, "contains_private"))
        expect_equal("contains_private", is_true(expect, "contains_private") ? "true" : "false",
                     std::ranges::any_of(keys, &ImportedKey::is_private) ? "true" : "false");
    return accepted();
}

Verdict jwk_thumbprint(const Value& vector) {
    const Result<ImportedKey> key = import(get(vector, "key"));
    if (!key) return refused(key.error());
    expect_equal("the thumbprint", text(get(vector, "expect"), "thumbprint"), key->thumbprint);
    return accepted();
}

Verdict jwk_thumbprint_uri(const Value& vector) {
    const Result<ImportedKey> key = import(get(vector, "key"));
    if (!key) return refused(key.error());
    return key->uri == text(vector, "token") ? accepted()
                                             : refused(Error(Error::invalid_key, "the URI names another key or hash"));
}

}  // namespace watchword::vectors
