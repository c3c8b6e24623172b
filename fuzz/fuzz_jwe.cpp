// The first byte chooses: a JWE as it stands; a header and a plaintext whose tag is made genuine, so that what lies
// behind the tag is reached; a plaintext that must come back. The seeds are encrypted for the keys here.
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/primitives.hpp>

#include <algorithm>
#include <cstdlib>

#include <tests/unit/jose/rfc_examples.hpp>

namespace {

using namespace watchword;
using namespace watchword::jose;

constexpr std::size_t largest_plaintext = 64 * 1024;

DecryptionKey with_secret(KeyManagement algorithm) {
    return DecryptionKey::from_secret(algorithm, Bytes(16, 7)).value();
}

std::vector<DecryptionKey> make_keys() {
    constexpr std::string_view p256 =
        R"({"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",)"
        R"("y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"})";
    constexpr std::string_view x25519 =
        R"({"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08",)"
        R"("d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"})";
    std::vector<DecryptionKey> keys{with_secret(KeyManagement::dir), with_secret(KeyManagement::A128KW),
                                    with_secret(KeyManagement::A128GCMKW)};
    keys.push_back(DecryptionKey::from_password(KeyManagement::PBES2_HS256_A128KW, SecretBytes(Bytes(8, 'p'))).value());
    keys.push_back(import_decryption_key(p256, KeyManagement::ECDH_ES).value());
    keys.push_back(import_decryption_key(p256, KeyManagement::ECDH_ES_A128KW).value());
    keys.push_back(import_decryption_key(x25519, KeyManagement::ECDH_ES_A256KW).value());
    keys.push_back(import_decryption_key(rfc::a2_key, KeyManagement::RSA_OAEP).value());
    keys.push_back(import_decryption_key(rfc::a2_key, KeyManagement::RSA1_5_weak_for_compatibility).value());
    return keys;
}

JweRequirements everything(const std::vector<DecryptionKey>& keys) {
    JweRequirements required{.algorithms = KeyManagementSet::none()};
    for (const DecryptionKey& key : keys)
        required.algorithms.insert(key.algorithm());
    required.max_inflated_bytes = largest_plaintext;
    required.max_password_iterations = 1001;
    return required;
}

Result<DecryptedJwe> decrypt(std::string_view jwe) {
    static const std::vector<DecryptionKey> keys = make_keys();
    static const JweRequirements required = everything(keys);
    return jwe.starts_with('{') ? decrypt_jwe_json(jwe, keys, required) : decrypt_jwe(jwe, keys, required);
}

// Header, newline, plaintext.
void decrypt_genuine(std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string jwe = encode_base64url(as_bytes(text.substr(0, end)));
    const Bytes vector(12, 1);
    const Ciphertext sealed = encrypt_content(ContentEncryption::A128GCM, Bytes(16, 7), vector,
                                              as_bytes(text.substr(std::min(end + 1, text.size()))), as_bytes(jwe))
                                  .value();
    jwe.append("..").append(encode_base64url(vector)).append(".").append(encode_base64url(sealed.content));
    jwe.append(".").append(encode_base64url(sealed.tag));
    const auto opened = decrypt(jwe);
    if (opened && opened->plaintext.size() > std::max(largest_plaintext, text.size())) std::abort();
}

void round_trip(std::string_view text) {
    static SystemRandom random;
    static const EncryptionKey key = with_secret(KeyManagement::A128KW).encryption_key();
    const JweOptions options{.compression = JweOptions::Compression::deflate};
    if (text.size() > largest_plaintext) return;
    const auto opened = decrypt(encrypt_jwe(as_bytes(text), key, options, random).value());
    if (!opened || opened->plaintext.reveal_text() != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text = as_text(ByteView(data + 1, size - 1));
    if (data[0] == 'g') {
        decrypt_genuine(text);
    } else if (data[0] == 'r') {
        round_trip(text);
    } else {
        (void)decrypt(text);
    }
    return 0;
}
