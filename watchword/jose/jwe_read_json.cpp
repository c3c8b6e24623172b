#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jwe_open.hpp>
#include <watchword/jose/key_choice.hpp>

namespace watchword::jose {
namespace {

using detail::JweHeader;
using detail::JweRecipient;
using detail::SealedContent;
using json::Value;

/// Each try costs as much as a token; what PBES2 costs is limited for all of them together.
constexpr std::size_t most_tries = 4;

Error malformed(std::string_view what) {
    return {Error::malformed, std::string(what)};
}

// RFC 7516 section 7.2.1: a member "MUST be absent" where its value would be empty.
Result<std::optional<std::string_view>> encoded_member(const Value& object, std::string_view name) {
    const auto member = object.find(name);
    if (!member) return std::optional<std::string_view>();
    const auto text = member->string();
    if (!text || text->empty()) return malformed(std::string(name) += " is empty or no string");
    return text;
}

Result<Bytes> bytes_member(const Value& object, std::string_view name) {
    const auto text = encoded_member(object, name);
    if (!text) return text.error();
    if (!*text) return Bytes();
    return detail::decode_part(**text, name);
}

Result<std::string> read_authenticated(const Value& jwe) {
    const auto header = encoded_member(jwe, "protected");
    if (!header) return header.error();
    const auto aad = encoded_member(jwe, "aad");
    if (!aad) return aad.error();
    std::string text(header->value_or(""));
    if (!*aad) return text;
    if (!decode_base64url(**aad)) return malformed("aad is not base64url");
    text += '.';
    return text += **aad;
}

Result<SealedContent> read_content(const Value& jwe) {
    auto authenticated = read_authenticated(jwe);
    if (!authenticated) return authenticated.error();
    // Alone of all members it must be there even if it is empty: GCM makes nothing of nothing.
    const auto encoded = jwe.find("ciphertext");
    if (!encoded || !encoded->string()) return malformed("ciphertext is missing or no string");
    auto vector = bytes_member(jwe, "iv");
    if (!vector) return vector.error();
    auto ciphertext = detail::decode_part(*encoded->string(), "ciphertext");
    if (!ciphertext) return ciphertext.error();
    auto tag = bytes_member(jwe, "tag");
    if (!tag) return tag.error();
    return SealedContent{.authenticated = std::move(*authenticated),
                         .vector = std::move(*vector),
                         .ciphertext = std::move(*ciphertext),
                         .tag = std::move(*tag)};
}

Result<std::optional<json::Document>> read_protected(const Value& jwe) {
    if (!jwe.find("protected")) return std::optional<json::Document>();
    const auto bytes = bytes_member(jwe, "protected");
    if (!bytes) return bytes.error();
    auto document = json::Document::parse_object(as_text(*bytes));
    if (!document) return document.error();
    return std::optional<json::Document>(std::move(*document));
}

Result<JweHeader> read_shared_header(const Value& jwe, const std::optional<json::Document>& protected_header) {
    JweHeader header;
    if (protected_header) {
        if (auto error = header.add(protected_header->root())) return *error;
    }
    if (const auto unprotected = jwe.find("unprotected")) {
        if (auto error = header.add(*unprotected)) return *error;
    }
    return header;
}

Result<JweRecipient> read_recipient(const Value& object, const JweHeader& shared) {
    if (object.kind() != Value::Kind::object) return malformed("a recipient is an object");
    JweRecipient recipient{.header = shared, .encrypted_key = {}};
    if (const auto own = object.find("header")) {
        if (auto error = recipient.header.add(*own)) return *error;
    }
    auto encrypted_key = bytes_member(object, "encrypted_key");
    if (!encrypted_key) return encrypted_key.error();
    recipient.encrypted_key = std::move(*encrypted_key);
    return recipient;
}

// The objects with `header` and `encrypted_key`: those of `recipients`, or the flattened JWE itself.
Result<std::vector<Value>> recipient_objects(const Value& jwe) {
    const auto recipients = jwe.find("recipients");
    if (!recipients) return std::vector<Value>{jwe};
    // RFC 7516 section 7.2.2: "The "recipients" member MUST NOT be present when using this syntax."
    if (jwe.find("header") || jwe.find("encrypted_key")) return malformed("the JWE is flattened and general at once");
    std::vector<Value> objects = recipients->elements();
    if (objects.empty()) return malformed("recipients is no array or empty");
    if (objects.size() > most_jwe_recipients) return Error{Error::too_large, "more than 64 recipients"};
    return objects;
}

// RFC 7516 section 7.2.1: all recipients have the same `enc`. Whose key settles the content encryption key must be
// alone.
std::optional<Error> refuse_disagreement(const std::vector<JweRecipient>& recipients) {
    const auto text = [](const JweRecipient& recipient, std::string_view name) {
        const auto member = recipient.header.find(name);
        return member ? member->string() : std::nullopt;
    };
    for (const JweRecipient& recipient : recipients) {
        if (text(recipient, "enc") != text(recipients.front(), "enc")) return malformed("the recipients' enc differ");
        const auto algorithm = find_key_management(text(recipient, "alg").value_or(""));
        if (recipients.size() > 1 && algorithm && settles_content_key(*algorithm)) {
            return malformed("dir and ECDH-ES are for one recipient only");
        }
    }
    return std::nullopt;
}

Result<std::vector<JweRecipient>> read_recipients(const Value& jwe, const JweHeader& shared) {
    const auto objects = recipient_objects(jwe);
    if (!objects) return objects.error();
    std::vector<JweRecipient> recipients;
    for (const Value& object : *objects) {
        auto recipient = read_recipient(object, shared);
        if (!recipient) return recipient.error();
        recipients.push_back(std::move(*recipient));
    }
    if (auto error = refuse_disagreement(recipients)) return *error;
    return recipients;
}

struct Opened {
    SecretBytes plaintext;
    detail::JweTerms terms;
};

// The first recipient that we are, as far as a header tells: RFC 7516 section 5.2 wants one that "MUST successfully
// validate", and without a kid another one may have the same algorithm. What concerns others only may be beyond us.
Result<Opened> open_as_recipient(const SealedContent& content, const std::vector<JweRecipient>& recipients,
                                 const std::optional<json::Document>& protected_header,
                                 const std::vector<DecryptionKey>& keys, const JweRequirements& required) {
    const auto protected_part = protected_header ? std::optional(protected_header->root()) : std::nullopt;
    std::optional<Error> refusal;
    JweRequirements budget = required;
    std::size_t tries = 0;
    for (const JweRecipient& recipient : recipients) {
        const auto terms = detail::read_terms(recipient.header, protected_part, required);
        if (!terms && terms.error() != Error::algorithm_not_allowed) return terms.error();
        const DecryptionKey* const key = terms ? choose_key(keys, terms->algorithm, terms->kid) : nullptr;
        if (key != nullptr) {
            auto plaintext = detail::open_jwe(content, recipient, *terms, *key, budget);
            if (plaintext) return Opened{std::move(*plaintext), *terms};
            refusal = plaintext.error();
            if (++tries == most_tries) break;
        } else if (tries == 0 && (terms || !refusal)) {
            refusal = terms ? Error(Error::unknown_key) : terms.error();
        }
    }
    return *refusal;
}

}  // namespace

Result<DecryptedJwe> decrypt_jwe_json(std::string_view text, const std::vector<DecryptionKey>& keys,
                                      const JweRequirements& required) {
    if (text.size() > required.max_bytes) return Error::too_large;
    const auto document = json::Document::parse_object(text, {.bytes = required.max_bytes});
    if (!document) return document.error();
    const Value jwe = document->root();
    auto protected_header = read_protected(jwe);
    if (!protected_header) return protected_header.error();
    const auto shared = read_shared_header(jwe, *protected_header);
    if (!shared) return shared.error();
    const auto recipients = read_recipients(jwe, *shared);
    if (!recipients) return recipients.error();
    const auto content = read_content(jwe);
    if (!content) return content.error();
    auto opened = open_as_recipient(*content, *recipients, *protected_header, keys, required);
    if (!opened) return opened.error();
    json::Document header = *protected_header ? std::move(**protected_header) : *json::Document::parse_object("{}");
    return DecryptedJwe{std::move(opened->plaintext), opened->terms.algorithm, opened->terms.encryption,
                        std::move(header)};
}

}  // namespace watchword::jose
