#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/django.hpp>

namespace watchword::passwords::django {
namespace {

constexpr std::string_view prefix = "argon2$";

/// The PHC string, which begins with the `$` that ends the prefix.
std::string_view inner(std::string_view encoded) noexcept {
    return encoded.substr(prefix.size() - 1);
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with(prefix);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    auto verified = argon2::verify(password, inner(encoded), wanted);
    if (verified) verified->rehash = Rehash::needed;  // to be written without the prefix
    return verified;
}

std::chrono::microseconds cost(std::string_view kind) {
    return argon2::cost(inner(kind));
}

std::string decoy(std::string_view kind) {
    return std::string(prefix.substr(0, prefix.size() - 1)) + argon2::decoy(inner(kind));
}

}  // namespace

constexpr Format argon2{recognises, verify, cost, decoy};

}  // namespace watchword::passwords::django
