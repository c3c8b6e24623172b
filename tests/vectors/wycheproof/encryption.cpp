#include <watchword/base/crypto.hpp>
#include <watchword/jose/primitives.hpp>

#include <array>

#include "kinds.hpp"

namespace watchword::vectors {
namespace {

Verdict verdict_of(const Result<SecretBytes>& result) {
    return result ? accepted(result->reveal()) : refused(result.error());
}

jose::ContentEncryption content_encryption(const WycheproofTest& t) {
    const std::string name = t.algorithm == "AES-GCM"
                                 ? std::string("A") + std::to_string(integer(t.group, "keySize")) + "GCM"
                                 : std::string(t.algorithm);
    const auto found = jose::find_content_encryption(name);
    if (!found) throw NotOfSchema("there is no content encryption " + name);
    return *found;
}

/// The same again in the other direction: its output is told from the plaintext by being turned back into it.
Verdict encrypted_alike(jose::ContentEncryption encryption, const Value& test) {
    const Result<jose::Ciphertext> made =
        jose::encrypt_content(encryption, hex(test, "key"), hex(test, "iv"), hex(test, "msg"), hex(test, "aad"));
    if (!made) return refused(made.error());
    if (made->content != hex(test, "ct") || made->tag != hex(test, "tag")) return refused(Error::decryption_failed);
    return accepted(hex(test, "msg"));
}

}  // namespace

Attempt authenticated_encryption(const WycheproofTest& t) {
    const jose::ContentEncryption encryption = content_encryption(t);
    Attempt attempt{
        .verdicts = {verdict_of(jose::decrypt_content(encryption, hex(t.test, "key"), hex(t.test, "iv"),
                                                      hex(t.test, "ct"), hex(t.test, "tag"), hex(t.test, "aad")))},
        .output = hex(t.test, "msg")};
    attempt.verdicts.push_back(encrypted_alike(encryption, t.test));
    // RFC 7518 section 5.3: "Use of an Initialization Vector (IV) of size 96 bits is REQUIRED with this algorithm."
    if (t.algorithm == "AES-GCM" && integer(t.group, "ivSize") != 96)
        attempt.not_in_jose = "AES-GCM of JOSE has an initialization vector of 96 bits";
    return attempt;
}

Attempt key_wrapping(const WycheproofTest& t) {
    const std::string name = std::string("A") + std::to_string(integer(t.group, "keySize")) + "KW";
    const auto algorithm = jose::find_key_management(name);
    if (!algorithm) throw NotOfSchema("there is no key management " + name);
    const Result<jose::DecryptionKey> key = jose::DecryptionKey::from_secret(*algorithm, hex(t.test, "key"));
    if (!key) return {.verdicts = {refused(key.error())}};
    Attempt attempt{.verdicts = {verdict_of(jose::unwrap_key(*key, hex(t.test, "ct")))}, .output = hex(t.test, "msg")};
    const Result<Bytes> wrapped = jose::wrap_key(key->encryption_key(), hex(t.test, "msg"));
    attempt.verdicts.push_back(wrapped && *wrapped == hex(t.test, "ct") ? accepted(hex(t.test, "msg"))
                                                                        : refused(Error::decryption_failed));
    return attempt;
}

Attempt password_derivation(const WycheproofTest& t) {
    using crypto::Pbkdf2Hash;
    constexpr std::array<std::pair<std::string_view, Pbkdf2Hash>, 4> hashes{
        {{"PBKDF2-HMACSHA1", Pbkdf2Hash::sha1},
         {"PBKDF2-HMACSHA256", Pbkdf2Hash::sha256},
         {"PBKDF2-HMACSHA384", Pbkdf2Hash::sha384},
         {"PBKDF2-HMACSHA512", Pbkdf2Hash::sha512}}};
    for (const auto& [name, hash] : hashes)
        if (name == t.algorithm)
            return {.verdicts = {accepted(crypto::pbkdf2(hash, hex(t.test, "password"), hex(t.test, "salt"),
                                                         static_cast<std::uint32_t>(integer(t.test, "iterationCount")),
                                                         static_cast<std::size_t>(integer(t.test, "dkLen")))
                                              .reveal())},
                    .output = hex(t.test, "dk")};
    throw NotOfSchema(std::string("there is no derivation ") + std::string(t.algorithm));
}

Attempt key_agreement(const WycheproofTest& t) {
    return {.verdicts = {verdict_of(
                jose::agree_on_secret(get(t.test, "private").to_json(), get(t.test, "public").to_json()))},
            .output = hex(t.test, "shared")};
}

}  // namespace watchword::vectors
