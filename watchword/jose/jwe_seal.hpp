#pragma once
/// Encrypting, as the compact and the JSON serialization share it (RFC 7516 section 5.1). Internal to jose.

#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jwe_header.hpp>
#include <watchword/jose/object_text.hpp>
#include <watchword/jose/primitives.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose::detail {

/// What the caller adds to the header (JweOptions::more_json).
struct MoreMembers {
    json::Document document;
    JweHeader header;
};

/// Error: malformed if it is no object, or sets what is not the caller's to set.
Result<MoreMembers> read_more(std::string_view json);

/// The members that one recipient needs, and those that concern all.
void add_recipient(ObjectText& header, const EncryptionKey& key, const Delivery& delivery);
void add_shared(ObjectText& header, const JweOptions& options, const MoreMembers& more);

/// Closes the protected header, and encodes it in base64url. Error: malformed if a text that was handed in is not
/// UTF-8.
Result<std::string> encode_header(ObjectText& header);

/// Errors: those of EncryptionMaterial::deliver.
Result<Delivery> deliver(const EncryptionKey& key, SecretBytes& content_key, const JweOptions& options,
                         const MoreMembers& more, Random& random);

struct Sealed {
    Bytes vector;
    Ciphertext ciphertext;
};

/// Compresses if asked to, and encrypts. Error: weak_key.
Result<Sealed> seal(ByteView plaintext, const SecretBytes& content_key, const JweOptions& options,
                    std::string_view authenticated, Random& random);

/// A JWE for one recipient, before it is serialized; `header` is encoded.
struct SingleJwe {
    std::string header;
    Bytes encrypted_key;
    Sealed sealed;
};
Result<SingleJwe> encrypt_single(ByteView plaintext, const EncryptionKey& key, const JweOptions& options,
                                 Random& random, ByteView aad);

/// RFC 7516 section 5.1 step 14: the encoded header, and `aad` behind a period if there is any.
std::string authenticated_text(std::string_view header, ByteView aad);

}  // namespace watchword::jose::detail
