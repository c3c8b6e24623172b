#pragma once
/// The header of a JWE as its recipient sees it: the protected, the shared and the recipient's own members joined (RFC
/// 7516 section 4). Internal to jose.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/json.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace watchword::jose::detail {

/// Light handles; the documents must outlive it.
class JweHeader {
  public:
    /// Errors: malformed if `part` is no object or repeats a name (RFC 7516 section 7.2.1: "the Header Parameter names
    /// in the three locations MUST be disjoint"); too_large if it has more than 128 members.
    std::optional<Error> add(json::Value part);

    std::optional<json::Value> find(std::string_view name) const noexcept;
    /// Empty if there is no such member. Error: malformed if it is something else than base64url.
    Result<std::optional<Bytes>> bytes(std::string_view name) const;

  private:
    std::vector<json::Value> parts_;
};

}  // namespace watchword::jose::detail
