#pragma once
/// The only door to a `Claims`. To be included where a signature has been verified, and nowhere else.

#include <watchword/jwt/claims.hpp>

#include <utility>

namespace watchword::jwt {

struct ClaimsAccess {
    static Claims verified(jose::json::Document document) noexcept { return Claims(std::move(document)); }
};

}  // namespace watchword::jwt
