#include <watchword/jose/base64url.hpp>
#include <watchword/jose/compact.hpp>
#include <watchword/jwt/decode_unverified.hpp>

namespace watchword::jwt {
namespace {

constexpr std::size_t most_bytes = 64 * 1024;

Result<jose::json::Document> decode_object(std::string_view segment) {
    jose::DecodedSegment decoded;
    if (!decoded.decode(segment)) return Error(Error::malformed, "a segment is not canonical base64url");
    return jose::json::Document::parse_object(decoded.text());
}

}  // namespace

Result<UnverifiedToken> decode_unverified(std::string_view token) {
    const Result<jose::Segments> segments = jose::split_compact(token, most_bytes);
    if (!segments) return segments.error();
    Result<jose::json::Document> header = decode_object(segments->header);
    if (!header) return header.error();
    Result<jose::json::Document> claims = decode_object(segments->payload);
    if (!claims) return claims.error();
    auto signature = jose::decode_base64url(segments->signature);
    if (!signature) return Error(Error::malformed, "the signature is not canonical base64url");
    return UnverifiedToken{
        .header = *std::move(header), .claims = *std::move(claims), .signature = *std::move(signature)};
}

}  // namespace watchword::jwt
