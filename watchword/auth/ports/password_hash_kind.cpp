#include <watchword/auth/ports/password_hash_kind.hpp>

namespace watchword::auth {
namespace {

/// Everything before the last `$` and this itself; nothing if there is none.
std::string_view without_last_part(std::string_view text) noexcept {
    return text.substr(0, text.rfind('$') + 1);
}

}  // namespace

std::string_view password_hash_kind(std::string_view stored_hash) noexcept {
    const std::string_view before_digest = without_last_part(stored_hash);
    if (before_digest.empty()) return stored_hash;
    // bcrypt ("$2b$12$salt-and-digest") writes salt and digest as one part, all others as two.
    if (stored_hash.starts_with("$2")) return before_digest;
    return without_last_part(before_digest.substr(0, before_digest.size() - 1));
}

}  // namespace watchword::auth
