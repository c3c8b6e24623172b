#include <watchword/auth/ports/password_hash_kind.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

constexpr std::ptrdiff_t django_scrypt_parts = 5;

/// Everything before the last `$` and this itself; nothing if there is none.
std::string_view without_last_part(std::string_view text) noexcept {
    return text.substr(0, text.rfind('$') + 1);
}

/// bcrypt ("$2b$12$salt-and-digest") writes salt and digest as one part, also where Django writes its name before it.
bool ends_with_bcrypt(std::string_view text) noexcept {
    return text.starts_with("$2") || text.starts_with("bcrypt$") || text.starts_with("bcrypt_sha256$");
}

/// Django's scrypt has its salt in the middle: "scrypt$16384$salt$8$5$" becomes "scrypt$16384$$8$5$".
std::string without_third_part(std::string_view text) {
    const std::size_t begin = text.find('$', text.find('$') + 1) + 1;
    std::string kept(text.substr(0, begin));
    kept += text.substr(text.find('$', begin));
    return kept;
}

}  // namespace

std::string password_hash_kind(std::string_view stored_hash) {
    const std::string_view before_digest = without_last_part(stored_hash);
    if (before_digest.empty()) return std::string(stored_hash);
    if (ends_with_bcrypt(stored_hash)) return std::string(before_digest);
    const bool is_django_scrypt =
        stored_hash.starts_with("scrypt$") && std::ranges::count(before_digest, '$') == django_scrypt_parts;
    if (is_django_scrypt) return without_third_part(before_digest);
    return std::string(without_last_part(before_digest.substr(0, before_digest.size() - 1)));
}

}  // namespace watchword::auth
