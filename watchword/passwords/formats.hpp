#pragma once
/// The table of password hash formats. Whoever meets a stored hash finds its row here; nobody else looks at prefixes.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/passwords/passwords.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace watchword::passwords {

struct Format {
    /// Whether the string claims to be of this format.
    bool (*recognises)(std::string_view encoded) noexcept;
    /// As passwords::verify, for strings that are recognised.
    Result<Verified> (*verify)(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted);
    /// A rough time for one verification on a current machine, to find the slowest of several. `kind` is the prefix
    /// with the parameters, as auth stores group hashes by. Zero if it is anything else, or above the caps.
    std::chrono::microseconds (*cost)(std::string_view kind);
    /// A complete hash of that kind that no known password matches.
    std::string (*decoy)(std::string_view kind);
};

/// Null if no format recognises the string.
const Format* find_format(std::string_view encoded) noexcept;

}  // namespace watchword::passwords
