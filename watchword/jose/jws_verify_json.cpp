#include <watchword/jose/jws_detached.hpp>
#include <watchword/jose/jws_json.hpp>
#include <watchword/jose/jws_signature.hpp>

#include <utility>

namespace watchword::jose {
namespace {

using detail::JsonSerialization;
using detail::JsonSignature;

/// Checks the signatures of one payload.
class Check {
  public:
    Check(std::string_view payload, const std::vector<VerificationKey>& keys, const JwsRequirements& required)
        : payload_(payload), keys_(keys), required_(required) {}

    /// The first genuine signature; where all must be genuine, the first. Otherwise an error, rather that of a bad
    /// signature than of one that was never meant for these keys.
    Result<JsonSignature*> find_genuine(std::vector<JsonSignature>& signatures) const {
        std::optional<Error> telling;
        for (JsonSignature& signature : signatures) {
            std::optional<Error> refusal = refuse(signature);
            if (!refusal && required_.signatures == JwsRequirements::Signatures::any) return &signature;
            if (!refusal) continue;
            if (!telling || *refusal == Error::bad_signature) telling = std::move(refusal);
        }
        if (telling) return *std::move(telling);
        return &signatures.front();
    }

  private:
    std::optional<Error> refuse(const JsonSignature& signature) const {
        const std::string input = detail::jws_signing_input(signature.protected_segment, payload_);
        return detail::refuse_signature(signature.header, input, signature.signature, keys_, required_);
    }

    std::string_view payload_;
    const std::vector<VerificationKey>& keys_;
    const JwsRequirements& required_;
};

Result<json::Document> parse(std::string_view text, const JwsRequirements& required) {
    return json::Document::parse_object(text, {.bytes = required.max_bytes});
}

}  // namespace

Result<VerifiedJws> verify_jws_json(std::string_view text, const std::vector<VerificationKey>& keys,
                                    const JwsRequirements& required) {
    const Result<json::Document> document = parse(text, required);
    if (!document) return document.error();
    Result<JsonSerialization> jws = detail::read_json_serialization(document->root(), required.max_signatures);
    if (!jws) return jws.error();
    if (!jws->payload) return Error(Error::malformed, "the payload is missing");
    const Result<JsonSignature*> genuine = Check(*jws->payload, keys, required).find_genuine(jws->signatures);
    if (!genuine) return genuine.error();
    Result<Bytes> payload = detail::read_signed_payload(*jws->payload, jws->encoding());
    if (!payload) return payload.error();
    return detail::verified(std::move((*genuine)->header), *std::move(payload));
}

Result<VerifiedJws> detail::verify_detached_json(std::string_view text, ByteView payload,
                                                 const std::vector<VerificationKey>& keys,
                                                 const JwsRequirements& required) {
    const Result<json::Document> document = parse(text, required);
    if (!document) return document.error();
    Result<JsonSerialization> jws = read_json_serialization(document->root(), required.max_signatures);
    if (!jws) return jws.error();
    if (jws->payload) return Error(Error::malformed, "a detached JWS carries its payload");
    const std::string signed_payload = as_signed(payload, jws->encoding());
    const Result<JsonSignature*> genuine = Check(signed_payload, keys, required).find_genuine(jws->signatures);
    if (!genuine) return genuine.error();
    return verified(std::move((*genuine)->header), Bytes(payload.begin(), payload.end()));
}

}  // namespace watchword::jose
