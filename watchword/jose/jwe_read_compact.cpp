#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jwe_open.hpp>
#include <watchword/jose/key_choice.hpp>

#include <array>

namespace watchword::jose {
namespace {

using detail::decode_part;

/// Views into the compact serialization (RFC 7516 section 3.1), still encoded.
struct Parts {
    std::string_view header;
    std::string_view encrypted_key;
    std::string_view vector;
    std::string_view ciphertext;
    std::string_view tag;
};

// RFC 7516 section 9: a JWE has five segments, four periods between them.
Result<Parts> split(std::string_view compact) {
    std::array<std::string_view, 5> segments;
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
        const std::size_t period = compact.find('.');
        if (period == std::string_view::npos) return Error{Error::malformed, "a compact JWE has five segments"};
        segments[i] = compact.substr(0, period);
        compact.remove_prefix(period + 1);
    }
    segments.back() = compact;
    return Parts{segments[0], segments[1], segments[2], segments[3], segments[4]};
}

Result<json::Document> read_header(std::string_view encoded) {
    const auto bytes = decode_part(encoded, "the header");
    if (!bytes) return bytes.error();
    return json::Document::parse_object(as_text(*bytes));
}

Result<detail::SealedContent> read_content(const Parts& parts) {
    auto vector = decode_part(parts.vector, "the initialization vector");
    if (!vector) return vector.error();
    auto ciphertext = decode_part(parts.ciphertext, "the ciphertext");
    if (!ciphertext) return ciphertext.error();
    auto tag = decode_part(parts.tag, "the tag");
    if (!tag) return tag.error();
    return detail::SealedContent{.authenticated = std::string(parts.header),
                                 .vector = std::move(*vector),
                                 .ciphertext = std::move(*ciphertext),
                                 .tag = std::move(*tag)};
}

Result<detail::JweRecipient> read_recipient(const Parts& parts, const json::Document& header) {
    detail::JweRecipient recipient;
    if (auto error = recipient.header.add(header.root())) return *error;
    auto encrypted_key = decode_part(parts.encrypted_key, "the encrypted key");
    if (!encrypted_key) return encrypted_key.error();
    recipient.encrypted_key = std::move(*encrypted_key);
    return recipient;
}

}  // namespace

Result<DecryptedJwe> decrypt_jwe(std::string_view compact, const std::vector<DecryptionKey>& keys,
                                 const JweRequirements& required) {
    if (compact.size() > required.max_bytes) return Error::too_large;
    const auto parts = split(compact);
    if (!parts) return parts.error();
    auto header = read_header(parts->header);
    if (!header) return header.error();
    const auto recipient = read_recipient(*parts, *header);
    if (!recipient) return recipient.error();
    const auto terms = detail::read_terms(recipient->header, header->root(), required);
    if (!terms) return terms.error();
    const auto content = read_content(*parts);
    if (!content) return content.error();
    const DecryptionKey* const key = choose_key(keys, terms->algorithm, terms->kid);
    if (key == nullptr) return Error::unknown_key;
    JweRequirements budget = required;
    auto plaintext = detail::open_jwe(*content, *recipient, *terms, *key, budget);
    if (!plaintext) return plaintext.error();
    return DecryptedJwe{std::move(*plaintext), terms->algorithm, terms->encryption, std::move(*header)};
}

}  // namespace watchword::jose
