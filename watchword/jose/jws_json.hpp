#pragma once
/// The JSON serialization of a JWS (RFC 7515 section 7.2), taken apart.

#include <watchword/base/result.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jws_header.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace watchword::jose::detail {

/// Views live as long as the document.
struct JsonSignature {
    /// Still base64url; empty if there is no protected header (RFC 7515 section 5.1 step 5: the empty string is
    /// signed).
    std::string_view protected_segment;
    JwsHeaderFields header;
    std::string_view signature;
};

struct JsonSerialization {
    /// As it is signed; empty optional in a detached JWS.
    std::optional<std::string_view> payload;
    /// At least one; all agree on the encoding of the payload.
    std::vector<JsonSignature> signatures;

    PayloadEncoding encoding() const noexcept { return signatures.front().header.encoding; }
};

/// Reads flattened or general, nothing verified. Errors: malformed, too_large (too many signatures).
Result<JsonSerialization> read_json_serialization(const json::Value& root, std::size_t max_signatures);

}  // namespace watchword::jose::detail
