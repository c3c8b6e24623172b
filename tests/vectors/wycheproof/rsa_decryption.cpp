#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/primitives.hpp>

#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// The content encryption whose key has this many bytes; A128GCM for a length that no key has.
jose::ContentEncryption encryption_with_key_of(std::size_t bytes) {
    using enum jose::ContentEncryption;
    switch (bytes) {
        case 24:
            return A192GCM;
        case 32:
            return A256GCM;
        case 48:
            return A192CBC_HS384;
        case 64:
            return A256CBC_HS512;
        default:
            return A128GCM;
    }
}

bool is_key_length(std::size_t bytes) {
    return bytes == 16 || bytes == 24 || bytes == 32 || bytes == 48 || bytes == 64;
}

/// A compact JWE with `encrypted_key` as it stands, whose content can be decrypted by who finds `key` in it.
Result<std::string> jwe_around(const Bytes& encrypted_key, const Bytes& key, const Bytes& plaintext) {
    const jose::ContentEncryption encryption = encryption_with_key_of(key.size());
    const bool cbc = key.size() > 32;
    const Bytes vector(cbc ? 16 : 12, 7);
    const std::string header = std::string(R"({"alg":"RSA1_5","enc":)") + quoted(jose::name(encryption)) + "}";
    std::string token = jose::encode_base64url(as_bytes(header));
    const Result<jose::Ciphertext> made = jose::encrypt_content(encryption, key, vector, plaintext, as_bytes(token));
    if (!made) return made.error();
    for (const Bytes& part : {encrypted_key, vector, made->content, made->tag}) {
        token += '.';
        token += jose::encode_base64url(part);
    }
    return token;
}

Verdict decrypt(const Result<std::string>& token, const jose::DecryptionKey& key) {
    if (!token) return refused(token.error());
    const jose::JweRequirements required{.algorithms = {jose::KeyManagement::RSA1_5_weak_for_compatibility}};
    const Result<jose::DecryptedJwe> opened = jose::decrypt_jwe(*token, {key}, required);
    return opened ? accepted(opened->plaintext.reveal()) : refused(opened.error());
}

}  // namespace

Attempt rsa_oaep_decryption(const WycheproofTest& t) {
    const std::string_view hash = text(t.group, "sha");
    if (text(t.group, "mgfSha") != hash || (hash != "SHA-1" && hash != "SHA-256"))
        throw NotOfSchema("JOSE has no OAEP with these hashes");
    const auto algorithm = hash == "SHA-1" ? jose::KeyManagement::RSA_OAEP : jose::KeyManagement::RSA_OAEP_256;
    Attempt attempt{.verdicts = {}, .output = hex(t.test, "msg")};
    for (const Result<jose::DecryptionKey>& key :
         {jose::import_decryption_key(get(t.group, "privateKeyJwk").to_json(), algorithm),
          jose::import_decryption_key_pem(algorithm, text(t.group, "privateKeyPem"))}) {
        const Result<SecretBytes> opened =
            key ? jose::unwrap_key(*key, hex(t.test, "ct")) : Result<SecretBytes>(key.error());
        attempt.verdicts.push_back(opened ? accepted(opened->reveal()) : refused(opened.error()));
    }
    if (!text(t.test, "label").empty()) attempt.not_in_jose = "OAEP of JOSE has an empty label";
    return attempt;
}

// RSA1_5 has no public primitive, because its padding must not be seen: it is judged from within a JWE whose encrypted
// key is the ciphertext. A message that is no content encryption key must be refused like any other wrong one.
Attempt rsa_pkcs1_decryption(const WycheproofTest& t) {
    const Result<jose::DecryptionKey> key = jose::import_decryption_key(
        get(t.group, "privateKeyJwk").to_json(), jose::KeyManagement::RSA1_5_weak_for_compatibility);
    if (!key) return {.verdicts = {refused(key.error())}};
    const Bytes message = hex(t.test, "msg");
    const bool usable = is_key_length(message.size());
    const Bytes plaintext{'o', 'p', 'e', 'n'};
    const Result<std::string> token = jwe_around(hex(t.test, "ct"), usable ? message : Bytes(16), plaintext);
    Attempt attempt{.verdicts = {decrypt(token, *key)}, .output = plaintext};
    if (!usable) attempt.not_in_jose = "the message has no length of a content encryption key";
    return attempt;
}

}  // namespace watchword::vectors
