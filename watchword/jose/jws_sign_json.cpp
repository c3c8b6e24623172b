#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jws_composed_header.hpp>
#include <watchword/jose/jws_json.hpp>
#include <watchword/jose/jws_signature.hpp>
#include <watchword/jose/object_text.hpp>

#include <optional>
#include <utility>

namespace watchword::jose {
namespace {

using detail::ObjectText;

/// Adds the members of one signature.
std::optional<Error> add_signature(ObjectText& object, std::string_view signed_payload, const JwsSigner& signer,
                                   PayloadEncoding encoding) {
    const Result<std::string> header = detail::compose_protected(signer.key, signer.header, encoding);
    if (!header) return header.error();
    const Result<std::string> unprotected = detail::compose_unprotected(signer.unprotected_json);
    if (!unprotected) return unprotected.error();
    const std::string segment = encode_base64url(as_bytes(*header));
    object.add("protected", segment);
    if (!unprotected->empty()) object.add_json("header", *unprotected);
    object.add("signature", encode_base64url(signer.key.sign(detail::jws_signing_input(segment, signed_payload))));
    return std::nullopt;
}

/// What no verifier would read is not given out: a payload that is not UTF-8 and thus no JSON string (RFC 7797 section
/// 5.3), a name in both headers, an unprotected `typ` that is no string, or members nested too deeply for their place.
Result<std::string> readable(std::string json, std::size_t signatures) {
    const auto document = json::Document::parse_object(json, {.bytes = json.size()});
    if (!document) return document.error();
    if (const auto jws = detail::read_json_serialization(document->root(), signatures); !jws) return jws.error();
    return json;
}

}  // namespace

Result<std::string> sign_jws_flattened(ByteView payload, const JwsSigner& signer, PayloadEncoding encoding) {
    const std::string signed_payload = detail::as_signed(payload, encoding);
    ObjectText jws;
    jws.add("payload", signed_payload);
    if (auto error = add_signature(jws, signed_payload, signer, encoding)) return *std::move(error);
    return readable(jws.take(), 1);
}

Result<std::string> sign_jws_general(ByteView payload, const std::vector<JwsSigner>& signers) {
    if (signers.empty()) return Error(Error::malformed, "nobody signs");
    const std::string signed_payload = detail::as_signed(payload, PayloadEncoding::base64url);
    std::string signatures(1, '[');
    for (const JwsSigner& signer : signers) {
        ObjectText signature;
        auto error = add_signature(signature, signed_payload, signer, PayloadEncoding::base64url);
        if (error) return *std::move(error);
        if (signatures.size() > 1) signatures += ',';
        signatures += signature.close();
    }
    ObjectText jws;
    jws.add("payload", signed_payload);
    jws.add_json("signatures", signatures += ']');
    return readable(jws.take(), signers.size());
}

}  // namespace watchword::jose
