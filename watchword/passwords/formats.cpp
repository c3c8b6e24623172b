#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/formats.hpp>

#include <algorithm>
#include <array>

namespace watchword::passwords {
namespace {

constexpr std::array formats{
    Format{argon2::recognises, argon2::verify, argon2::cost, argon2::decoy},
    Format{bcrypt::recognises, bcrypt::verify, bcrypt::cost, bcrypt::decoy},
};

}  // namespace

const Format* find_format(std::string_view encoded) noexcept {
    const auto* const found =
        std::find_if(formats.begin(), formats.end(), [&](const Format& format) { return format.recognises(encoded); });
    return found == formats.end() ? nullptr : found;
}

}  // namespace watchword::passwords
