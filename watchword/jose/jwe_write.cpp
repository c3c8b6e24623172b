#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jwe_seal.hpp>

#include <algorithm>

namespace watchword::jose {
namespace {

using detail::ObjectText;

// What every JSON serialization ends with (RFC 7516 section 7.2.1).
void add_content(ObjectText& jwe, const detail::Sealed& sealed, ByteView aad) {
    if (!aad.empty()) jwe.add("aad", encode_base64url(aad));
    jwe.add("iv", encode_base64url(sealed.vector));
    jwe.add("ciphertext", encode_base64url(sealed.ciphertext.content));
    jwe.add("tag", encode_base64url(sealed.ciphertext.tag));
}

Result<std::string> encrypt_flattened(ByteView plaintext, const EncryptionKey& recipient, const JweOptions& options,
                                      Random& random, ByteView aad) {
    const auto single = detail::encrypt_single(plaintext, recipient, options, random, aad);
    if (!single) return single.error();
    ObjectText jwe;
    jwe.add("protected", single->header);
    jwe.add_unless_empty("encrypted_key", encode_base64url(single->encrypted_key));
    add_content(jwe, single->sealed, aad);
    return jwe.take();
}

Result<std::string> recipient_object(const EncryptionKey& key, const detail::Delivery& delivery) {
    ObjectText header;
    detail::add_recipient(header, key, delivery);
    const std::string header_text = header.take();
    if (!json::Document::parse_object(header_text)) return Error{Error::malformed, "the kid is not UTF-8"};
    ObjectText recipient;
    recipient.add_json("header", header_text);
    recipient.add("encrypted_key", encode_base64url(delivery.encrypted_key));
    return recipient.take();
}

// One after the other, each with the same content encryption key.
Result<std::string> recipient_array(const std::vector<EncryptionKey>& recipients, SecretBytes& content_key,
                                    const JweOptions& options, const detail::MoreMembers& more, Random& random) {
    std::string array(1, '[');
    for (const EncryptionKey& key : recipients) {
        const auto delivery = detail::deliver(key, content_key, options, more, random);
        if (!delivery) return delivery.error();
        const auto object = recipient_object(key, *delivery);
        if (!object) return object.error();
        if (array.size() > 1) array += ',';
        array += *object;
    }
    return array += ']';
}

Result<std::string> encrypt_general(ByteView plaintext, const std::vector<EncryptionKey>& recipients,
                                    const JweOptions& options, Random& random, ByteView aad) {
    const auto more = detail::read_more(options.more_json);
    if (!more) return more.error();
    SecretBytes content_key = random.secret(traits(options.encryption).key_size);
    const auto array = recipient_array(recipients, content_key, options, *more, random);
    if (!array) return array.error();
    ObjectText header;
    detail::add_shared(header, options, *more);
    const auto encoded = detail::encode_header(header);
    if (!encoded) return encoded.error();
    const auto sealed =
        detail::seal(plaintext, content_key, options, detail::authenticated_text(*encoded, aad), random);
    if (!sealed) return sealed.error();
    ObjectText jwe;
    jwe.add("protected", *encoded);
    jwe.add_json("recipients", *array);
    add_content(jwe, *sealed, aad);
    return jwe.take();
}

bool settles(const EncryptionKey& key) {
    return settles_content_key(key.algorithm());
}

}  // namespace

Result<std::string> encrypt_jwe(ByteView plaintext, const EncryptionKey& key, const JweOptions& options,
                                Random& random) {
    if (plaintext.size() > largest_content) return Error::too_large;
    const auto jwe = detail::encrypt_single(plaintext, key, options, random, {});
    if (!jwe) return jwe.error();
    std::string compact = jwe->header;
    for (const ByteView part : {ByteView(jwe->encrypted_key), ByteView(jwe->sealed.vector),
                                ByteView(jwe->sealed.ciphertext.content), ByteView(jwe->sealed.ciphertext.tag)}) {
        compact += '.';
        compact += encode_base64url(part);
    }
    return compact;
}

Result<std::string> encrypt_jwe_json(ByteView plaintext, const std::vector<EncryptionKey>& recipients,
                                     const JweOptions& options, Random& random, ByteView authenticated) {
    if (recipients.empty()) return Error{Error::malformed, "a JWE has a recipient"};
    if (recipients.size() > most_jwe_recipients) return Error{Error::too_large, "more than 64 recipients"};
    if (std::max(plaintext.size(), authenticated.size()) > largest_content) return Error::too_large;
    if (recipients.size() == 1) return encrypt_flattened(plaintext, recipients.front(), options, random, authenticated);
    if (std::ranges::any_of(recipients, settles)) {
        return Error{Error::key_not_usable, "dir and ECDH-ES are for one recipient only"};
    }
    return encrypt_general(plaintext, recipients, options, random, authenticated);
}

}  // namespace watchword::jose
