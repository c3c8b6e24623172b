#include <watchword/jose/base64url.hpp>
#include <watchword/jose/deflate.hpp>
#include <watchword/jose/jwe_open.hpp>
#include <watchword/jose/member_text.hpp>
#include <watchword/jose/primitives.hpp>

namespace watchword::jose::detail {
namespace {

// RFC 7516 section 4.1.13: "crit" lists what must be understood, and of such extensions we have none.
std::optional<Error> refuse_critical(const JweHeader& header, const std::optional<json::Value>& protected_part) {
    if (!header.find("crit")) return std::nullopt;
    const bool is_protected = protected_part && protected_part->find("crit");
    if (!is_protected) return Error{Error::malformed, "crit is not protected"};
    return Error::unsupported_critical;
}

// RFC 7516 section 4.1.3: "DEF" is all there is, and "it MUST occur only within the JWE Protected Header".
Result<bool> read_compressed(const JweHeader& header, const std::optional<json::Value>& protected_part,
                             const JweRequirements& required) {
    const auto zip = member_text(header, "zip");
    if (!zip) return zip.error();
    if (!*zip) return false;
    if (!protected_part || !protected_part->find("zip")) return Error{Error::malformed, "zip is not protected"};
    if (**zip != "DEF") return Error{Error::malformed, "zip is not DEF"};
    if (!required.max_inflated_bytes) return Error{Error::algorithm_not_allowed, "zip is not accepted here"};
    return true;
}

Result<std::string_view> required_name(const JweHeader& header, std::string_view member) {
    const auto text = member_text(header, member);
    if (!text) return text.error();
    if (!*text) return Error{Error::malformed, std::string("the header has no ") += member};
    return **text;
}

// RFC 7516 section 11.5: whatever is wrong with the encrypted key, a random one takes its place, and the tag of the
// content fails, later and for everything alike. The random one is made first, so that it costs the same either way.
Result<SecretBytes> receive(const JweRecipient& recipient, const ContentEncryptionTraits& kind,
                            const EncryptionMaterial& key, std::uint32_t& password_iterations_left) {
    SecretBytes substitute = SystemRandom().secret(kind.key_size);
    Result<SecretBytes> received = key.receive({.content = kind,
                                                .header = recipient.header,
                                                .encrypted_key = recipient.encrypted_key,
                                                .password_iterations_left = password_iterations_left});
    if (!received && received.error() != Error::decryption_failed) return received.error();
    if (!received || received->size() != kind.key_size) return substitute;
    return received;
}

}  // namespace

Result<Bytes> decode_part(std::string_view encoded, std::string_view name) {
    auto bytes = decode_base64url(encoded);
    if (!bytes) return Error{Error::malformed, std::string(name) += " is not base64url"};
    return std::move(*bytes);
}

Result<JweTerms> read_terms(const JweHeader& header, const std::optional<json::Value>& protected_part,
                            const JweRequirements& required) {
    if (const auto refusal = refuse_critical(header, protected_part)) return *refusal;
    const auto algorithm_name = required_name(header, "alg");
    if (!algorithm_name) return algorithm_name.error();
    const auto encryption_name = required_name(header, "enc");
    if (!encryption_name) return encryption_name.error();
    const auto kid = member_text(header, "kid");
    if (!kid) return kid.error();
    // RFC 8725 section 3.1: the caller's list decides, never the token.
    const auto algorithm = find_key_management(*algorithm_name);
    if (!algorithm || !required.algorithms.contains(*algorithm)) return Error{Error::algorithm_not_allowed, "alg"};
    const auto encryption = find_content_encryption(*encryption_name);
    if (!encryption || !required.encryptions.contains(*encryption)) return Error{Error::algorithm_not_allowed, "enc"};
    const auto compressed = read_compressed(header, protected_part, required);
    if (!compressed) return compressed.error();
    return JweTerms{*algorithm, *encryption, *kid, *compressed};
}

Result<SecretBytes> open_jwe(const SealedContent& content, const JweRecipient& recipient, const JweTerms& terms,
                             const DecryptionKey& key, JweRequirements& budget) {
    const auto content_key =
        receive(recipient, traits(terms.encryption), key.material(), budget.max_password_iterations);
    if (!content_key) return content_key.error();
    Result<SecretBytes> plaintext = decrypt_content(terms.encryption, content_key->reveal(), content.vector,
                                                    content.ciphertext, content.tag, as_bytes(content.authenticated));
    if (!plaintext || !terms.compressed) return plaintext;
    return inflate(plaintext->reveal(), *budget.max_inflated_bytes);
}

}  // namespace watchword::jose::detail
