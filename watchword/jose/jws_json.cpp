#include <watchword/jose/jws_json.hpp>
#include <watchword/jose/member_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace watchword::jose::detail {
namespace {

using json::Value;

/// Members of one signature: of the root if flattened, of an element of `signatures` if general.
constexpr std::array<std::string_view, 3> signature_members{"protected", "header", "signature"};

Result<JsonSignature> read_signature(const Value& object) {
    const auto segment = member_text(object, "protected");
    if (!segment) return segment.error();
    const auto unprotected = object.find("header");
    if (unprotected && unprotected->kind() != Value::Kind::object)
        return Error(Error::malformed, "the unprotected header is not an object");
    const auto signature = member_text(object, "signature");
    if (!signature) return signature.error();
    if (!*signature) return Error(Error::malformed, "a signature is missing");
    Result<JwsHeaderFields> header = read_jws_header(*segment, unprotected);
    if (!header) return header.error();
    return JsonSignature{segment->value_or(""), *std::move(header), **signature};
}

/// The objects that hold a signature each. RFC 7515 section 7.2.2: "The "signatures" member MUST NOT be present when
/// using this [flattened] syntax", so a JWS is one or the other.
Result<std::vector<Value>> find_signatures(const Value& root, std::size_t max_signatures) {
    const auto several = root.find("signatures");
    if (!several) return std::vector<Value>{root};
    for (const std::string_view name : signature_members)
        if (root.find(name)) return Error(Error::malformed, "a JWS is flattened or general, not both");
    std::vector<Value> signatures = several->elements();
    if (signatures.empty()) return Error(Error::malformed, "signatures is not an array of at least one");
    if (signatures.size() > max_signatures) return Error(Error::too_large, "too many signatures");
    const auto is_object = [](const Value& signature) { return signature.kind() == Value::Kind::object; };
    if (!std::all_of(signatures.begin(), signatures.end(), is_object))
        return Error(Error::malformed, "a signature is not an object");
    return signatures;
}

/// RFC 7797 section 3: "the "b64" Header Parameter value MUST be the same for all of them".
bool agree_on_encoding(const std::vector<JsonSignature>& signatures) {
    return std::all_of(signatures.begin(), signatures.end(), [&](const JsonSignature& signature) {
        return signature.header.encoding == signatures.front().header.encoding;
    });
}

}  // namespace

Result<JsonSerialization> read_json_serialization(const Value& root, std::size_t max_signatures) {
    const auto payload = member_text(root, "payload");
    if (!payload) return payload.error();
    const auto objects = find_signatures(root, max_signatures);
    if (!objects) return objects.error();
    JsonSerialization jws{.payload = *payload, .signatures = {}};
    for (const Value& object : *objects) {
        Result<JsonSignature> signature = read_signature(object);
        if (!signature) return signature.error();
        jws.signatures.push_back(*std::move(signature));
    }
    if (!agree_on_encoding(jws.signatures)) return Error(Error::malformed, "the signatures disagree on b64");
    return jws;
}

}  // namespace watchword::jose::detail
