#include <watchword/jose/jws_composed_header.hpp>
#include <watchword/jose/object_text.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose::detail {
namespace {

/// What a caller may not write: it comes from the key, from JwsHeader or from the way of signing.
constexpr std::array<std::string_view, 6> own_names{"alg", "kid", "typ", "cty", "crit", "b64"};
/// RFC 7515 section 4.1.11 and RFC 7797 section 3: in the protected header only.
constexpr std::array<std::string_view, 2> protected_names{"crit", "b64"};

bool has_any(const json::Value& object, const auto& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return object.find(name).has_value(); });
}

}  // namespace

Result<std::string> compose_protected(const SigningKey& key, const JwsHeader& header, PayloadEncoding encoding) {
    ObjectText object;
    object.add("alg", name(key.algorithm()));
    object.add_unless_empty("typ", header.type);
    object.add_unless_empty("cty", header.content_type);
    object.add_unless_empty("kid", key.kid());
    if (encoding == PayloadEncoding::unencoded) {
        object.add_json("b64", "false");
        object.add_json("crit", R"(["b64"])");
    }
    if (!header.more_json.empty()) {
        const auto more = json::Document::parse_object(header.more_json);
        if (!more) return more.error();
        if (has_any(more->root(), own_names)) return Error(Error::malformed, "more_json names what is written already");
        object.add_members(more->root());
    }
    std::string json = object.take();
    // What no verifier would read must not be signed: broken UTF-8 in a kid or a type, more than the limit.
    if (const auto whole = json::Document::parse_object(json); !whole) return whole.error();
    return json;
}

Result<std::string> compose_unprotected(const std::string& unprotected_json) {
    if (unprotected_json.empty()) return std::string();
    const auto unprotected = json::Document::parse_object(unprotected_json);
    if (!unprotected) return unprotected.error();
    // RFC 7515 section 7.2.1: the member "header" is absent when the unprotected header has no members.
    if (unprotected->root().names().empty()) return std::string();
    if (has_any(unprotected->root(), protected_names))
        return Error(Error::malformed, "crit and b64 are protected or not there");
    return unprotected->root().to_json();
}

}  // namespace watchword::jose::detail
