#pragma once
/// Headers of tokens whose signature was genuine, by their text: most tokens of an issuer have the same.

#include <watchword/jose/algorithms.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace watchword::python {

/// The algorithm that a header names, if there is nothing in it but what the fast way understands: an `alg` that is
/// known, a `kid` that is a string if it is there, neither `crit` nor `b64`. Empty for every other header.
std::optional<jose::Algorithm> read_plain_header(std::string_view base64url);

/// Used with the GIL held, and so thread-safe. Strangers cannot fill it: what enters was signed with a trusted key.
class KnownHeaders {
  public:
    std::optional<jose::Algorithm> find(std::string_view base64url) const {
        const auto found = algorithms_.find(base64url);
        if (found == algorithms_.end()) return std::nullopt;
        return found->second;
    }
    void remember(std::string_view base64url, jose::Algorithm algorithm) {
        if (algorithms_.size() < most && base64url.size() <= longest) algorithms_.emplace(base64url, algorithm);
    }

  private:
    static constexpr std::size_t most = 256;
    static constexpr std::size_t longest = 512;

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, jose::Algorithm, Hash, std::equal_to<>> algorithms_;
};

}  // namespace watchword::python
