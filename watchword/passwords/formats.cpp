#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/django.hpp>
#include <watchword/passwords/formats.hpp>
#include <watchword/passwords/passlib.hpp>
#include <watchword/passwords/sha_crypt.hpp>
#include <watchword/passwords/werkzeug.hpp>

#include <algorithm>
#include <array>

namespace watchword::passwords {
namespace {

constexpr Format phc_argon2{argon2::recognises, argon2::verify, argon2::cost, argon2::decoy};
constexpr Format crypt_bcrypt{bcrypt::recognises, bcrypt::verify, bcrypt::cost, bcrypt::decoy};
constexpr Format crypt_sha{sha_crypt::recognises, sha_crypt::verify, sha_crypt::cost, sha_crypt::decoy};

/// Their prefixes exclude each other, so the order says nothing.
constexpr std::array formats{
    &phc_argon2,      &crypt_bcrypt,     &crypt_sha,        &passlib::bcrypt_sha256, &passlib::pbkdf2,
    &passlib::scrypt, &django::argon2,   &django::bcrypt,   &django::bcrypt_sha256,  &django::pbkdf2,
    &django::scrypt,  &werkzeug::pbkdf2, &werkzeug::scrypt,
};

}  // namespace

const Format* find_format(std::string_view encoded) noexcept {
    const auto* const found =
        std::ranges::find_if(formats, [&](const Format* format) { return format->recognises(encoded); });
    return found == formats.end() ? nullptr : *found;
}

}  // namespace watchword::passwords
