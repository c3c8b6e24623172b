#include <watchword/jose/base64url.hpp>
#include <watchword/jose/compact.hpp>
#include <watchword/jose/jws_signature.hpp>
#include <watchword/jose/key_choice.hpp>

#include <utility>

namespace watchword::jose::detail {

std::string jws_signing_input(std::string_view protected_segment, std::string_view payload) {
    std::string input;
    input.reserve(protected_segment.size() + 1 + payload.size());
    input += protected_segment;
    input += '.';
    return input += payload;
}

std::string as_signed(ByteView payload, PayloadEncoding encoding) {
    if (encoding == PayloadEncoding::base64url) return encode_base64url(payload);
    return std::string(as_text(payload));
}

std::optional<Error> refuse_signature(const JwsHeaderFields& header, std::string_view signing_input,
                                      std::string_view signature, const std::vector<VerificationKey>& keys,
                                      const JwsRequirements& required) {
    // RFC 8725 section 3.1: the caller's list decides, never the token. "none" is no algorithm and thus on no list.
    if (!header.algorithm || !required.algorithms.contains(*header.algorithm)) return Error::algorithm_not_allowed;
    if (!header.critical_understood) return Error::unsupported_critical;
    const VerificationKey* const key = choose_key(keys, *header.algorithm, header.kid);
    if (!key) return Error::unknown_key;
    DecodedSegment decoded;
    if (!decoded.decode(signature)) return Error(Error::malformed, "the signature is not canonical base64url");
    if (!key->verify(signing_input, decoded.bytes())) return Error::bad_signature;
    return std::nullopt;
}

Result<Bytes> read_signed_payload(std::string_view payload, PayloadEncoding encoding) {
    if (encoding == PayloadEncoding::unencoded) return Bytes(payload.begin(), payload.end());
    std::optional<Bytes> decoded = decode_base64url(payload);
    if (!decoded) return Error(Error::malformed, "the payload is not canonical base64url");
    return *std::move(decoded);
}

VerifiedJws verified(JwsHeaderFields header, Bytes payload) {
    return VerifiedJws{.payload = std::move(payload),
                       .algorithm = *header.algorithm,
                       .kid = std::string(header.kid.value_or("")),
                       .header = std::move(header.protected_members)};
}

}  // namespace watchword::jose::detail
