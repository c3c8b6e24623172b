#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/primitives.hpp>

#include "../keys.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// Bytes of the key of a content encryption, from its name: A128GCM, A128CBC-HS256 (whose key has both halves).
std::size_t key_bytes(std::string_view encryption) {
    const std::size_t dash = encryption.find("-HS");
    return std::stoul(
               std::string(dash == std::string_view::npos ? encryption.substr(1) : encryption.substr(dash + 3))) /
           8;
}

Result<SecretBytes> agree(const Value& own, const Value& other) {
    return jose::agree_on_secret(own.to_json(), public_half(other));
}

}  // namespace

Verdict ecdh_es_derive(const Value& vector) {
    const Value key = get(vector, "key");
    const Value header = get(vector, "header");
    const Value expect = get(vector, "expect");
    // Both sides must come to the same secret.
    for (const auto& [own, other] : {std::pair{"ephemeral", "recipient"}, std::pair{"recipient", "ephemeral"}}) {
        const Result<SecretBytes> z = agree(get(key, own), get(key, other));
        if (!z) return refused(z.error());
        expect_bytes("Z", hex(expect, "z_hex"), z->reveal());
        const std::string_view encryption = text(header, "enc");
        const SecretBytes derived = jose::derive_agreed_key(z->reveal(), encryption, key_bytes(encryption),
                                                            octets(header, "apu"), octets(header, "apv"));
        expect_bytes("the derived key", octets(expect, "derived_key_b64u"), derived.reveal());
    }
    return accepted();
}

Verdict ecdh_es_z(const Value& vector) {
    const Value key = get(vector, "key");
    const Result<SecretBytes> z = agree(get(key, "ephemeral"), get(key, "recipient_public"));
    if (!z) return refused(z.error());
    expect_bytes("Z", hex(get(vector, "expect"), "z_hex"), z->reveal());
    return accepted();
}

Verdict aead(const Value& vector) {
    const auto encryption = jose::find_content_encryption(text(vector, "enc"));
    if (!encryption)
        throw NotOfSchema(std::string("there is no content encryption ") + std::string(text(vector, "enc")));
    const Value input = get(vector, "input");
    const Value expect = get(vector, "expect");
    const Bytes key = hex(get(vector, "key"), "k_hex");
    const Result<jose::Ciphertext> made = jose::encrypt_content(*encryption, key, hex(input, "iv_hex"),
                                                                hex(input, "plaintext_hex"), hex(input, "aad_hex"));
    if (!made) return refused(made.error());
    expect_bytes("the ciphertext", hex(expect, "ciphertext_hex"), made->content);
    expect_bytes("the tag", hex(expect, "tag_hex"), made->tag);
    const Result<SecretBytes> opened =
        jose::decrypt_content(*encryption, key, hex(input, "iv_hex"), made->content, made->tag, hex(input, "aad_hex"));
    if (!opened) return refused(opened.error());
    expect_bytes("the plaintext", hex(input, "plaintext_hex"), opened->reveal());
    return accepted();
}

Verdict base64url(const Value& vector) {
    expect_equal("the text", text(vector, "token"), jose::encode_base64url(hex(vector, "octets_hex")));
    expect_bytes("the octets", hex(vector, "octets_hex"), octets(vector, "token"));
    return accepted();
}

}  // namespace watchword::vectors
