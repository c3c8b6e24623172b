#pragma once
/// A person who signs in.

#include <watchword/base/clock.hpp>

#include <cstdint>
#include <string>

namespace watchword::auth {

enum class Role : std::uint8_t { user, admin };
enum class UserStatus : std::uint8_t { active, disabled };

struct User {
    std::string id;     ///< opaque, becomes `sub`, never used again
    std::string name;   ///< as it was entered; unique without regard to case
    std::string email;  ///< may be empty
    std::string password_hash;
    Role role = Role::user;
    UserStatus status = UserStatus::active;
    TimePoint created_at{};
    TimePoint password_changed_at{};
};

}  // namespace watchword::auth
