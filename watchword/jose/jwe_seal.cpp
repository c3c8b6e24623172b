#include <watchword/jose/base64url.hpp>
#include <watchword/jose/deflate.hpp>
#include <watchword/jose/jwe_seal.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose::detail {
namespace {

// Names that have a place of their own in JweOptions, or that the algorithms write.
constexpr std::array<std::string_view, 12> reserved{"alg",  "enc", "kid", "zip", "typ", "cty",
                                                    "crit", "epk", "iv",  "tag", "p2s", "p2c"};

}  // namespace

Result<MoreMembers> read_more(std::string_view json) {
    auto document = json::Document::parse_object(json.empty() ? "{}" : json);
    if (!document) return Error{Error::malformed, "the header members are no JSON object"};
    for (const std::string_view name : document->root().names()) {
        if (std::ranges::find(reserved, name) != reserved.end()) {
            return Error{Error::malformed, std::string(name) += " cannot be set by hand"};
        }
    }
    JweHeader header;
    if (auto error = header.add(document->root())) return *error;
    return MoreMembers{std::move(*document), std::move(header)};
}

void add_recipient(ObjectText& header, const EncryptionKey& key, const Delivery& delivery) {
    header.add("alg", name(key.algorithm()));
    header.add_unless_empty("kid", key.kid());
    for (const auto& [name, json] : delivery.header)
        header.add_json(name, json);
}

void add_shared(ObjectText& header, const JweOptions& options, const MoreMembers& more) {
    header.add("enc", name(options.encryption));
    if (options.compression == JweOptions::Compression::deflate) header.add("zip", "DEF");
    header.add_unless_empty("typ", options.type);
    header.add_unless_empty("cty", options.content_type);
    header.add_members(more.document.root());
}

Result<std::string> encode_header(ObjectText& header) {
    const std::string_view text = header.close();
    if (!json::Document::parse_object(text)) return Error{Error::malformed, "the header is not UTF-8 or too large"};
    return encode_base64url(as_bytes(text));
}

Result<Delivery> deliver(const EncryptionKey& key, SecretBytes& content_key, const JweOptions& options,
                         const MoreMembers& more, Random& random) {
    return key.material().deliver(content_key, {.content = traits(options.encryption),
                                                .header = more.header,
                                                .password_iterations = options.password_iterations,
                                                .random = random});
}

Result<Sealed> seal(ByteView plaintext, const SecretBytes& content_key, const JweOptions& options,
                    std::string_view authenticated, Random& random) {
    const bool compresses = options.compression == JweOptions::Compression::deflate;
    const SecretBytes compressed = compresses ? deflate(plaintext) : SecretBytes();
    Bytes vector = random.bytes(traits(options.encryption).vector_size);
    auto ciphertext = encrypt_content(options.encryption, content_key.reveal(), vector,
                                      compresses ? compressed.reveal() : plaintext, as_bytes(authenticated));
    if (!ciphertext) return ciphertext.error();
    return Sealed{std::move(vector), std::move(*ciphertext)};
}

std::string authenticated_text(std::string_view header, ByteView aad) {
    std::string text(header);
    if (aad.empty()) return text;
    text += '.';
    return text += encode_base64url(aad);
}

Result<SingleJwe> encrypt_single(ByteView plaintext, const EncryptionKey& key, const JweOptions& options,
                                 Random& random, ByteView aad) {
    const auto more = read_more(options.more_json);
    if (!more) return more.error();
    SecretBytes content_key = random.secret(traits(options.encryption).key_size);
    auto delivery = deliver(key, content_key, options, *more, random);
    if (!delivery) return delivery.error();
    ObjectText header;
    add_recipient(header, key, *delivery);
    add_shared(header, options, *more);
    auto encoded = encode_header(header);
    if (!encoded) return encoded.error();
    auto sealed = seal(plaintext, content_key, options, authenticated_text(*encoded, aad), random);
    if (!sealed) return sealed.error();
    return SingleJwe{std::move(*encoded), std::move(delivery->encrypted_key), std::move(*sealed)};
}

}  // namespace watchword::jose::detail
