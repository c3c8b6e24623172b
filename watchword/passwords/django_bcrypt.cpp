#include <watchword/passwords/bcrypt.hpp>
#include <watchword/passwords/django.hpp>

namespace watchword::passwords::django {
namespace {

constexpr std::string_view prefix = "bcrypt$";

std::string_view inner(std::string_view encoded) noexcept {
    return encoded.substr(prefix.size());
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with(prefix);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    return bcrypt::verify(password, inner(encoded), wanted);
}

std::chrono::microseconds cost(std::string_view kind) {
    return bcrypt::cost(inner(kind));
}

std::string decoy(std::string_view kind) {
    return std::string(prefix) + bcrypt::decoy(inner(kind));
}

}  // namespace

constexpr Format bcrypt{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::django
