#include <watchword/jose/compact.hpp>
#include <watchword/jose/jws_detached.hpp>
#include <watchword/jose/jws_signature.hpp>

#include <algorithm>

namespace watchword::jose {
namespace {

/// RFC 7797 section 5.2: %x20-2D and %x2F-7E, so that no transport need change the text. A period cannot be there: it
/// would make a fourth segment.
bool may_stand_unencoded(std::string_view payload) {
    return std::all_of(payload.begin(), payload.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Result<Bytes> read_compact_payload(std::string_view payload, PayloadEncoding encoding) {
    if (encoding == PayloadEncoding::unencoded && !may_stand_unencoded(payload))
        return Error(Error::malformed, "an unencoded payload may have printable ASCII characters only");
    return detail::read_signed_payload(payload, encoding);
}

}  // namespace

Result<VerifiedJws> verify_jws(std::string_view compact, const std::vector<VerificationKey>& keys,
                               const JwsRequirements& required) {
    const Result<Segments> segments = split_compact(compact, required.max_bytes);
    if (!segments) return segments.error();
    Result<detail::JwsHeaderFields> header = detail::read_jws_header(segments->header, std::nullopt);
    if (!header) return header.error();
    if (auto refusal = detail::refuse_signature(*header, segments->signing_input, segments->signature, keys, required))
        return *std::move(refusal);
    // Not one byte of the payload has been looked at until here.
    Result<Bytes> payload = read_compact_payload(segments->payload, header->encoding);
    if (!payload) return payload.error();
    return detail::verified(*std::move(header), *std::move(payload));
}

Result<VerifiedJws> detail::verify_detached_compact(std::string_view compact, ByteView payload,
                                                    const std::vector<VerificationKey>& keys,
                                                    const JwsRequirements& required) {
    const Result<Segments> segments = split_compact(compact, required.max_bytes);
    if (!segments) return segments.error();
    if (!segments->payload.empty()) return Error(Error::malformed, "a detached JWS carries its payload");
    Result<JwsHeaderFields> header = read_jws_header(segments->header, std::nullopt);
    if (!header) return header.error();
    const std::string input = jws_signing_input(segments->header, as_signed(payload, header->encoding));
    if (auto refusal = refuse_signature(*header, input, segments->signature, keys, required))
        return *std::move(refusal);
    return verified(*std::move(header), Bytes(payload.begin(), payload.end()));
}

}  // namespace watchword::jose
