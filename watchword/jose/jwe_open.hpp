#pragma once
/// Decrypting, as the compact and the JSON serialization share it (RFC 7516 section 5.2). Internal to jose.

#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jwe_header.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchword::jose::detail {

/// What all recipients share.
struct SealedContent {
    /// RFC 7516 section 5.2 step 15: the encoded protected header, and `aad` behind a period.
    std::string authenticated;
    Bytes vector;
    Bytes ciphertext;
    Bytes tag;
};

/// What the header says that concerns us.
struct JweTerms {
    KeyManagement algorithm;
    ContentEncryption encryption;
    std::optional<std::string_view> kid;
    bool compressed;
};

/// Reads and checks `header`, whose protected part is `protected_part`.
/// Errors: malformed, unsupported_critical, algorithm_not_allowed.
Result<JweTerms> read_terms(const JweHeader& header, const std::optional<json::Value>& protected_part,
                            const JweRequirements& required);

/// One recipient: its joined header and its encrypted key.
struct JweRecipient {
    JweHeader header;
    Bytes encrypted_key;
};

/// `budget` is what the caller demands; the password iterations that are used are taken off it.
/// Errors: malformed, too_large, unknown_key, decryption_failed.
Result<SecretBytes> open_jwe(const SealedContent& content, const JweRecipient& recipient, const JweTerms& terms,
                             const DecryptionKey& key, JweRequirements& budget);

/// Error: malformed, naming the part.
Result<Bytes> decode_part(std::string_view encoded, std::string_view name);

}  // namespace watchword::jose::detail
