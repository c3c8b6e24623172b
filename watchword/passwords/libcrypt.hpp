#pragma once
/// The one door to libcrypt.

#include <watchword/base/secret.hpp>

#include <string>
#include <string_view>

namespace watchword::passwords {

/// What crypt(3) makes of the password with the settings that `encoded` begins with: a string as long as `encoded`, or
/// empty if libcrypt refuses either. The password has no NUL. Thread-safe; what it leaves in memory is wiped.
std::string crypt_like(std::string_view encoded, const SecretBytes& password);

}  // namespace watchword::passwords
