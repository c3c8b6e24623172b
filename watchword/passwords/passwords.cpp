#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/formats.hpp>
#include <watchword/passwords/passwords.hpp>
#include <watchword/passwords/utf8.hpp>

namespace watchword::passwords {
namespace {

constexpr std::size_t max_password_bytes = 1024;

}  // namespace

Result<std::string> hash(const SecretBytes& password, const Argon2Parameters& parameters, Random& random) {
    if (password.size() > max_password_bytes) return Error::password_too_long;
    const std::string_view text = password.reveal_text();
    if (text.find('\0') != std::string_view::npos || !is_utf8(text)) return Error::invalid_password;
    return argon2::hash(password, parameters, random);
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    if (password.size() > max_password_bytes) return Error::password_too_long;
    const Format* const format = find_format(encoded);
    if (format == nullptr) return Error(Error::unsupported_password_hash, "unknown format");
    return format->verify(password, encoded, wanted);
}

}  // namespace watchword::passwords
