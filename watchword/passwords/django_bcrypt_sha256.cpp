#include <watchword/base/crypto.hpp>
#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/django.hpp>

#include <sodium.h>

namespace watchword::passwords::django {
namespace {

constexpr std::string_view prefix = "bcrypt_sha256$";

std::string_view inner(std::string_view encoded) noexcept {
    return encoded.substr(prefix.size());
}

/// Hexadecimal, because bcrypt ends at a NUL, which a digest may contain.
SecretBytes digest_of(const SecretBytes& password) {
    crypto::Digest digest = crypto::sha256(password.reveal());
    SecretBytes text(2 * digest.size() + 1);
    sodium_bin2hex(reinterpret_cast<char*>(text.writable().data()), text.size(), digest.data(), digest.size());
    wipe(digest.data(), digest.size());
    return SecretBytes(text.reveal().first(text.size() - 1));  // libsodium writes a NUL
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with(prefix);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    return bcrypt::verify(digest_of(password), inner(encoded), wanted);
}

std::chrono::microseconds cost(std::string_view kind) {
    return bcrypt::cost(inner(kind));
}

std::string decoy(std::string_view kind) {
    return std::string(prefix) + bcrypt::decoy(inner(kind));
}

}  // namespace

constexpr Format bcrypt_sha256{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::django
