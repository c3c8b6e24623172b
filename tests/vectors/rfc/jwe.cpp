#include <watchword/jose/jwe.hpp>

#include "../keys.hpp"
#include "headers.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

constexpr std::size_t most_inflated = std::size_t{1} << 20;

jose::KeyManagement key_management(const std::string& name) {
    const auto found = jose::find_key_management(name);
    if (!found) throw NotOfSchema("there is no key management " + name);
    return *found;
}

Result<jose::DecryptionKey> key_for(const Value& key, const KeyHint& hint) {
    const jose::KeyManagement algorithm = key_management(hint.algorithm);
    if (const auto password = find_text(key, "password"))
        return jose::DecryptionKey::from_password(algorithm, SecretBytes(*password), hint.kid);
    return decryption_key(key, algorithm, hint.kid);
}

/// What the caller is configured with for some of the recipients.
struct Decrypter {
    std::vector<jose::DecryptionKey> keys;
    jose::JweRequirements required;
    std::optional<Error> no_key{};
};

Decrypter decrypter_for(const Value& vector, const std::vector<KeyHint>& hints) {
    Decrypter decrypter{
        .keys = {}, .required = {.algorithms = jose::KeyManagementSet::none(), .max_inflated_bytes = most_inflated}};
    for (const KeyHint& hint : hints) {
        decrypter.required.algorithms.insert(key_management(hint.algorithm));
        for (const Value& key : jwks_of(get(vector, "key"))) {
            Result<jose::DecryptionKey> made = key_for(key, hint);
            if (made && made->algorithm() == key_management(hint.algorithm))
                decrypter.keys.push_back(*std::move(made));
            else if (!made)
                decrypter.no_key = made.error();
        }
    }
    return decrypter;
}

Verdict decrypt(const Value& token, const Decrypter& decrypter) {
    if (decrypter.keys.empty()) return refused(decrypter.no_key.value_or(Error::unknown_key));
    const Result<jose::DecryptedJwe> opened =
        token.string() ? jose::decrypt_jwe(*token.string(), decrypter.keys, decrypter.required)
                       : jose::decrypt_jwe_json(token.to_json(), decrypter.keys, decrypter.required);
    return opened ? accepted(opened->plaintext.reveal()) : refused(opened.error());
}

void expect_plaintext(const Value& vector, const Verdict& verdict) {
    const Value expect = get(vector, "expect");
    if (find(expect, "plaintext_b64u")) expect_bytes("the plaintext", octets(expect, "plaintext_b64u"), verdict.output);
    for (const std::string_view name : {"claims", "plaintext_json"}) {
        if (!find(expect, name)) continue;
        const auto document = jose::json::Document::parse_object(as_text(verdict.output));
        if (!document) expect_equal("the plaintext", "JSON", describe(document.error()));
        expect_object(vector, name, document->root());
    }
}

}  // namespace

Verdict jwe_decrypt(const Value& vector) {
    const Value token = get(vector, "token");
    const std::vector<KeyHint> hints = key_hints(token);
    const Verdict verdict = decrypt(token, decrypter_for(vector, hints));
    if (!verdict.accepted()) return verdict;
    expect_plaintext(vector, verdict);
    // Each recipient that is said to be able to decrypt must be able to do it alone.
    if (find(get(vector, "expect"), "recipients_decryptable"))
        for (const Value& index : elements(get(vector, "expect"), "recipients_decryptable")) {
            const Verdict alone =
                decrypt(token, decrypter_for(vector, {hints.at(static_cast<std::size_t>(index.integer().value()))}));
            if (!alone.accepted()) expect_equal("recipient " + index.to_json(), "able to decrypt", describe(alone));
            expect_plaintext(vector, alone);
        }
    return verdict;
}

}  // namespace watchword::vectors
