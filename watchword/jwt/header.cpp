#include <watchword/jose/compact.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/member_text.hpp>
#include <watchword/jwt/header.hpp>

#include <array>

namespace watchword::jwt {
namespace {

using jose::detail::member_text;

/// The headers of this thread's last few issuers and keys.
struct HeaderCache {
    struct Entry {
        std::string segment;
        SharedHeader header;
    };
    static constexpr std::size_t longest_segment = 512;
    std::array<Entry, 8> entries;
    std::size_t next = 0;
};

HeaderCache& cache_of_this_thread() {
    thread_local HeaderCache cache;
    return cache;
}

Result<SharedHeader> parse_header(std::string_view json) {
    const auto document = jose::json::Document::parse_object(json);
    if (!document) return document.error();
    const jose::json::Value root = document->root();
    const auto algorithm = member_text(root, "alg");
    if (!algorithm) return algorithm.error();
    if (!*algorithm) return Error(Error::malformed, "the header has no alg");
    const auto kid = member_text(root, "kid");
    if (!kid) return kid.error();
    const auto type = member_text(root, "typ");
    if (!type) return type.error();
    return SharedHeader(std::make_shared<Header>(
        Header{.algorithm_name = std::string(**algorithm),
               .algorithm = jose::find_algorithm(**algorithm),
               .kid = std::optional<std::string>(*kid),
               .type = std::optional<std::string>(*type),
               .demands_extension = root.find("crit").has_value() || root.find("b64").has_value()}));
}

}  // namespace

Result<SharedHeader> read_header(std::string_view segment) {
    for (const HeaderCache::Entry& entry : cache_of_this_thread().entries)
        if (entry.header && entry.segment == segment) return entry.header;
    jose::DecodedSegment decoded;
    if (!decoded.decode(segment)) return Error(Error::malformed, "the header is not canonical base64url");
    return parse_header(decoded.text());
}

void remember_header(std::string_view segment, const SharedHeader& header) {
    if (segment.size() > HeaderCache::longest_segment) return;
    HeaderCache& cache = cache_of_this_thread();
    for (const HeaderCache::Entry& entry : cache.entries)
        if (entry.header == header) return;
    cache.entries[cache.next] = {std::string(segment), header};
    cache.next = (cache.next + 1) % cache.entries.size();
}

}  // namespace watchword::jwt
