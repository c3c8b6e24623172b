// Key confusion by set-up: a public key, used as an HMAC secret, lets everybody sign. What is recognisably a key file
// is therefore never a secret.

#include <watchword/base/secret.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/key_forms.hpp>

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <openssl/x509.h>

namespace watchword::jose::detail {
namespace {

constexpr std::array<std::string_view, 6> text_marks{
    "-----BEGIN ", "---- BEGIN SSH2 PUBLIC KEY", "ssh-rsa ", "ssh-dss ", "ssh-ed25519 ", "ecdsa-sha2-",
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view space = " \t\r\n\v\f";

std::string_view without_leading_space(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(space), text.size()));
}

// Editors put a byte order mark before a text, and nobody sees it.
std::string_view visible_text(std::string_view text) {
    text = without_leading_space(text);
    if (text.starts_with(byte_order_mark)) text = without_leading_space(text.substr(byte_order_mark.size()));
    return text;
}

bool is_jwk(std::string_view text) {
    if (!text.starts_with('{')) return false;
    const auto document = json::Document::parse_secret_object(text);
    return document && (document->root().find("kty") || document->root().find("keys"));
}

// RFC 5958 section 3: PKCS#8 behind a passphrase.
bool is_encrypted_key(ByteView bytes) {
    const unsigned char* at = bytes.data();
    X509_SIG* const read = d2i_X509_SIG(nullptr, &at, static_cast<long>(bytes.size()));
    ERR_clear_error();
    if (read == nullptr) return false;
    X509_SIG_free(read);
    return at == bytes.data() + bytes.size();
}

bool is_der_key(ByteView bytes) {
    constexpr std::uint8_t sequence = 0x30;
    if (bytes.empty() || bytes.front() != sequence) return false;
    return read_key(std::nullopt, bytes).has_value() || is_encrypted_key(bytes);
}

bool is_key_file(ByteView bytes) {
    const std::string_view text = visible_text(as_text(bytes));
    const auto begins_text = [text](std::string_view mark) { return text.starts_with(mark); };
    return std::ranges::any_of(text_marks, begins_text) || text.find("-----BEGIN ") != std::string_view::npos ||
           is_jwk(text) || is_der_key(bytes);
}

// Of either alphabet, on one line or several, padded or not; empty for anything else.
SecretBytes from_base64(std::string_view text) {
    SecretBytes characters(text.size());
    std::size_t size = 0;
    for (const char c : text) {
        if (space.find(c) != std::string_view::npos) continue;
        characters.writable()[size++] = static_cast<std::uint8_t>(c == '+' ? '-' : c == '/' ? '_' : c);
    }
    const std::string_view padded = characters.reveal_text().substr(0, size);
    const std::string_view unpadded = padded.substr(0, padded.find_last_not_of('=') + 1);
    SecretBytes bytes(decoded_size(unpadded.size()));
    if (!decode_base64url(unpadded, bytes.writable().data())) return {};
    return bytes;
}

}  // namespace

bool looks_like_a_key_file(ByteView secret) {
    // Base64: what stands between the lines of PEM, and how files are put into one line of an environment.
    return is_key_file(secret) || is_key_file(from_base64(visible_text(as_text(secret))).reveal());
}

}  // namespace watchword::jose::detail
