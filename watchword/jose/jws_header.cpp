#include <watchword/jose/compact.hpp>
#include <watchword/jose/jws_header.hpp>
#include <watchword/jose/member_text.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace watchword::jose::detail {
namespace {

using json::Value;

Result<json::Document> read_protected(std::optional<std::string_view> segment) {
    if (!segment) return json::Document::parse_object("{}");
    DecodedSegment decoded;
    if (!decoded.decode(*segment)) return Error(Error::malformed, "the header is not canonical base64url");
    return json::Document::parse_object(decoded.text());
}

/// RFC 7515 section 4: the names of the two "MUST be disjoint". Time grows as n log n however many there are.
bool have_a_name_in_common(const Value& a, const Value& b) {
    std::vector<std::string_view> names = a.names();
    const std::vector<std::string_view> more = b.names();
    names.insert(names.end(), more.begin(), more.end());
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

/// The two objects as one.
struct Members {
    Value protected_ones;
    std::optional<Value> unprotected_ones;

    std::optional<Value> find(std::string_view name) const {
        if (const auto member = protected_ones.find(name)) return member;
        return find_unprotected(name);
    }
    std::optional<Value> find_unprotected(std::string_view name) const {
        return unprotected_ones ? unprotected_ones->find(name) : std::nullopt;
    }
    bool are_disjoint() const { return !unprotected_ones || !have_a_name_in_common(protected_ones, *unprotected_ones); }
};

/// RFC 7515 section 4.1.11 forbids an empty list, names twice, registered names and names that the header has not. Of
/// all names only "b64" is understood, and it is not registered there: what is left is the list of it alone.
bool understands(const Members& members) {
    // RFC 7797 section 3 says the same of "b64": it "MUST occur only within the JWS Protected Header".
    if (members.find_unprotected("crit") || members.find_unprotected("b64")) return false;
    const auto critical = members.protected_ones.find("crit");
    if (!critical) return true;
    const std::vector<Value> names = critical->elements();
    return names.size() == 1 && names.front().string() == "b64" && members.protected_ones.find("b64");
}

Result<PayloadEncoding> payload_encoding(const Members& members) {
    const auto member = members.protected_ones.find("b64");
    if (!member) return PayloadEncoding::base64url;
    if (!member->boolean()) return Error(Error::malformed, "b64 is neither true nor false");
    if (*member->boolean()) return PayloadEncoding::base64url;
    // RFC 7797 section 6: who does not know b64 must not take the payload for base64url.
    if (!members.protected_ones.find("crit")) return Error(Error::malformed, "b64 is false and not critical");
    return PayloadEncoding::unencoded;
}

}  // namespace

Result<JwsHeaderFields> read_jws_header(std::optional<std::string_view> segment, std::optional<Value> unprotected) {
    Result<json::Document> document = read_protected(segment);
    if (!document) return document.error();
    const Members members{document->root(), unprotected};
    if (!members.are_disjoint()) return Error(Error::malformed, "a name is both protected and unprotected");
    const auto algorithm = member_text(members, "alg");
    if (!algorithm) return algorithm.error();
    if (!*algorithm) return Error(Error::malformed, "the header has no alg");
    const auto kid = member_text(members, "kid");
    if (!kid) return kid.error();
    if (const auto type = member_text(members, "typ"); !type) return type.error();
    const auto encoding = payload_encoding(members);
    if (!encoding) return encoding.error();
    return JwsHeaderFields{.protected_members = *std::move(document),
                           .algorithm = find_algorithm(**algorithm),
                           .kid = *kid,
                           .encoding = *encoding,
                           .critical_understood = understands(members)};
}

}  // namespace watchword::jose::detail
