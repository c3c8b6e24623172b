#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jws.hpp>

#include "../keys.hpp"
#include "headers.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// What the caller of an example is configured with.
struct Verifier {
    std::vector<jose::VerificationKey> keys;
    jose::JwsRequirements required;
    /// Why a key of the vector was not taken, if none was.
    std::optional<Error> no_key{};
};

Verifier verifier_for(const Value& vector) {
    Verifier verifier{.keys = {}, .required = {.algorithms = every_algorithm()}};
    const auto key = find(vector, "key");
    if (!key) return verifier;
    for (const KeyHint& hint : key_hints(get(vector, "token")))
        for (const Value& jwk : jwks_of(*key)) {
            Result<jose::VerificationKey> made = verification_key(under_kid(jwk, hint.kid), hint.algorithm);
            if (made && made->algorithm() == jose::find_algorithm(hint.algorithm))
                verifier.keys.push_back(*std::move(made));
            else if (!made)
                verifier.no_key = made.error();
        }
    return verifier;
}

Result<jose::VerifiedJws> verify(const Value& token, const Verifier& verifier) {
    if (const auto compact = token.string()) return jose::verify_jws(*compact, verifier.keys, verifier.required);
    return jose::verify_jws_json(token.to_json(), verifier.keys, verifier.required);
}

/// Each signature that is said to be valid must verify alone, and all of them together.
void expect_valid_signatures(const Value& vector, Verifier verifier) {
    const Value expect = get(vector, "expect");
    if (!find(expect, "valid_signatures")) return;
    const Value token = get(vector, "token");
    const std::vector<Value> indices = elements(expect, "valid_signatures");
    for (const Value& index : indices) {
        const std::string alone = with_only(token, "signatures", static_cast<std::size_t>(index.integer().value()));
        const auto verified = jose::verify_jws_json(alone, verifier.keys, verifier.required);
        if (!verified) expect_equal("signature " + index.to_json(), "valid", describe(verified.error()));
    }
    if (indices.size() != elements(token, "signatures").size()) return;
    verifier.required.signatures = jose::JwsRequirements::Signatures::all;
    const auto verified = verify(token, verifier);
    if (!verified) expect_equal("all signatures", "valid", describe(verified.error()));
}

/// A deterministic algorithm must make the very signature of the example again.
void expect_same_signature(const Value& vector, std::string_view detached_payload) {
    if (!is_true(get(vector, "expect"), "deterministic")) return;
    const Value token = get(vector, "token");
    const std::vector<KeyHint> hints = key_hints(token);
    const std::vector<SignedPart> parts = signed_parts(token);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto jwks = jwks_of(get(vector, "key"));
        const Result<jose::SigningKey> key = signing_key(jwks.front().to_json(), hints[i].algorithm);
        if (!key) expect_equal("the key for signing", "usable", describe(key.error()));
        const std::string& header = parts[i].protected_header;
        const std::string payload = parts[i].payload.empty() ? std::string(detached_payload) : parts[i].payload;
        expect_equal("the signature", parts[i].signature, jose::encode_base64url(key->sign(header + "." + payload)));
    }
}

Verdict outcome(const Value& vector, const Verifier& verifier, const Result<jose::VerifiedJws>& verified) {
    if (!verified)
        return refused(verified.error() == Error::unknown_key && verifier.no_key ? *verifier.no_key : verified.error());
    const Value expect = get(vector, "expect");
    if (find(expect, "payload_b64u")) expect_bytes("the payload", octets(expect, "payload_b64u"), verified->payload);
    expect_object(vector, "header", verified->header.root());
    return accepted(verified->payload);
}

}  // namespace

Verdict jws_verify(const Value& vector) {
    const auto options = find(vector, "options");
    if (options && find(*options, "b64_supported") && !is_true(*options, "b64_supported"))
        throw Unjudged("asks for a verifier that does not support b64, and this one does");
    const Verifier verifier = verifier_for(vector);
    const Verdict verdict = outcome(vector, verifier, verify(get(vector, "token"), verifier));
    if (!verdict.accepted()) return verdict;
    expect_valid_signatures(vector, verifier);
    expect_same_signature(vector, "");
    return verdict;
}

Verdict jws_verify_detached(const Value& vector) {
    const Verifier verifier = verifier_for(vector);
    const Bytes payload = octets(vector, "detached_payload_b64u");
    const Verdict verdict = outcome(
        vector, verifier,
        jose::verify_detached_jws(text_or_json(get(vector, "token")), payload, verifier.keys, verifier.required));
    if (verdict.accepted()) expect_same_signature(vector, text(vector, "detached_payload_b64u"));
    return verdict;
}

}  // namespace watchword::vectors
