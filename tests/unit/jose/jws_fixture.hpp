#pragma once
/// JWSs with any header, however wrong, whose signatures are genuine: only the rule under test can refuse them.

#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jws.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose {

inline SigningKey hmac_key(std::string_view secret, std::string kid = "k") {
    return HmacKey::from_secret(Algorithm::HS256, as_bytes(secret), std::move(kid)).value().signing_key();
}

inline const SigningKey& our_key() {
    static const SigningKey key = hmac_key("the first secret of 32 bytes or more");
    return key;
}

inline const SigningKey& foreign_key() {
    static const SigningKey key = hmac_key("the other secret of 32 bytes or more", "foreign");
    return key;
}

inline const std::vector<VerificationKey>& our_keys() {
    static const std::vector<VerificationKey> keys{our_key().verification_key()};
    return keys;
}

inline JwsRequirements hs256(JwsRequirements::Signatures signatures = JwsRequirements::Signatures::any) {
    return {.algorithms = {Algorithm::HS256}, .signatures = signatures};
}

inline std::string encoded(std::string_view text) {
    return encode_base64url(as_bytes(text));
}

/// The signature over both as they stand.
inline std::string signature_of(std::string_view header, std::string_view payload, const SigningKey& key = our_key()) {
    std::string input(header);
    input.append(".").append(payload);
    return encode_base64url(key.sign(input));
}

/// A compact JWS; `payload` as it shall stand there.
inline std::string compact(std::string_view header_json, std::string_view payload, const SigningKey& key = our_key()) {
    std::string jws = encoded(header_json);
    const std::string signature = signature_of(jws, payload, key);
    return jws.append(".").append(payload).append(".").append(signature);
}

/// The members of one signature of a JSON JWS over `payload` as it stands there; an empty header is left out.
inline std::string members(std::string_view protected_json, std::string_view unprotected_json, std::string_view payload,
                           const SigningKey& key = our_key()) {
    const std::string header = protected_json.empty() ? std::string() : encoded(protected_json);
    std::string json;
    if (!header.empty()) json.append(R"("protected":")").append(header).append("\",");
    if (!unprotected_json.empty()) json.append(R"("header":)").append(unprotected_json).append(",");
    return json.append(R"("signature":")").append(signature_of(header, payload, key)).append("\"");
}

inline std::string flattened(std::string_view payload, std::string_view signature_members) {
    return std::string(R"({"payload":")").append(payload).append("\",").append(signature_members).append("}");
}

inline std::string general(std::string_view payload, const std::vector<std::string>& signatures) {
    std::string json = std::string(R"({"payload":")").append(payload).append(R"(","signatures":[)");
    for (const std::string& signature : signatures)
        json.append(json.back() == '[' ? "{" : ",{").append(signature).append("}");
    return json.append("]}");
}

/// What came out: the payload, or the name of the error.
inline std::string outcome(const Result<VerifiedJws>& jws) {
    return jws ? std::string(as_text(jws->payload)) : std::string("error: ") + std::string(jws.error().name());
}

}  // namespace watchword::jose
