#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe_header.hpp>
#include <watchword/jose/member_text.hpp>

#include <string>

namespace watchword::jose::detail {
namespace {

// Looking for common names costs the product of their numbers.
constexpr std::size_t most_members = 128;

}  // namespace

std::optional<Error> JweHeader::add(json::Value part) {
    if (part.kind() != json::Value::Kind::object) return Error{Error::malformed, "a header is an object"};
    const std::vector<std::string_view> names = part.names();
    if (names.size() > most_members) return Error{Error::too_large, "a header has more than 128 members"};
    for (const std::string_view name : names) {
        if (find(name)) return Error{Error::malformed, "two headers have a member in common"};
    }
    parts_.push_back(part);
    return std::nullopt;
}

std::optional<json::Value> JweHeader::find(std::string_view name) const noexcept {
    for (const json::Value& part : parts_) {
        if (const auto member = part.find(name)) return member;
    }
    return std::nullopt;
}

Result<std::optional<Bytes>> JweHeader::bytes(std::string_view name) const {
    const auto encoded = member_text(*this, name);
    if (!encoded) return encoded.error();
    if (!*encoded) return std::optional<Bytes>();
    auto decoded = decode_base64url(**encoded);
    if (!decoded) return Error{Error::malformed, std::string(name) + " is not base64url"};
    return decoded;
}

}  // namespace watchword::jose::detail
