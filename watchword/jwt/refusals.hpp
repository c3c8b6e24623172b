#pragma once
/// The two errors of a claim, with its name as the detail. Internal to jwt.

#include <watchword/base/result.hpp>

#include <string>
#include <string_view>

namespace watchword::jwt {

inline Error missing_claim(std::string_view name) {
    return {Error::missing_claim, std::string(name)};
}
inline Error invalid_claim(std::string_view name) {
    return {Error::invalid_claim, std::string(name)};
}

}  // namespace watchword::jwt
