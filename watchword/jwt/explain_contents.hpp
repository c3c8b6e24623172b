#pragma once
/// What `explain` tells besides the verdict: what the token holds, how large it is, which keys there are.

#include <watchword/jose/json.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/header.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace watchword::jwt::contents {

/// Whatever can be read, which is more than what is accepted: an unsigned token can be looked at, too.
struct Parts {
    std::optional<jose::json::Document> header{};
    std::optional<jose::json::Document> claims{};
};
Parts read(std::string_view token, const Requirements& required);

/// Empty if there is nothing to read.
std::string json_of(const std::optional<jose::json::Document>& document);
std::optional<jose::json::Value> root_of(const std::optional<jose::json::Document>& document);

TokenSize size_of(std::string_view token, const Requirements& required);
Skew skew_of(const std::optional<jose::json::Document>& claims, TimePoint now);

KeyDescription describe(const jose::VerificationKey& key);
/// Every key of the source for an allowed algorithm. `header` is null if it cannot be read.
std::vector<jose::VerificationKey> held_keys(const KeySource& keys, const Header* header, const Requirements& required);
/// Those of them that the header's algorithm calls for; all if that is not allowed.
std::vector<KeyDescription> expected_keys(const std::vector<jose::VerificationKey>& held, const Header* header,
                                          const Requirements& required);

}  // namespace watchword::jwt::contents
