#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/names.hpp>
#include <watchword/auth/settings.hpp>
#include <watchword/passwords/utf8.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

constexpr std::size_t longest_name = 128;
constexpr std::size_t longest_email = 254;
constexpr std::size_t longest_local_part = 64;

/// C0, DEL, C1, and the separators that break lines.
bool is_control(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}
bool is_space(char32_t c) noexcept {
    return c == U' ' || c == 0xa0 || c == 0x3000;
}

bool is_client_id_character(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '~' || c == '-';
}

}  // namespace

Result<void> check_user_name(std::string_view name) {
    if (name.size() > longest_name * 4) return Error::invalid_name;
    const auto characters = passwords::decode_utf8(name);
    if (!characters || characters->empty() || characters->size() > longest_name) return Error::invalid_name;
    if (is_space(characters->front()) || is_space(characters->back())) return Error::invalid_name;
    if (std::ranges::any_of(*characters, is_control)) return Error::invalid_name;
    return {};
}

Result<void> check_email(std::string_view email) {
    if (email.empty()) return {};
    if (email.size() > longest_email) return Error::invalid_email;
    const auto characters = passwords::decode_utf8(email);
    if (!characters || std::ranges::any_of(*characters, is_control) || std::ranges::any_of(*characters, is_space))
        return Error::invalid_email;
    const std::size_t at = email.find('@');
    if (at == std::string_view::npos || email.find('@', at + 1) != std::string_view::npos) return Error::invalid_email;
    if (at == 0 || at > longest_local_part || at + 1 == email.size()) return Error::invalid_email;
    return {};
}

Result<void> check_client_id(std::string_view id) {
    if (id.empty() || id.size() > longest_name) return Error::invalid_name;
    if (!std::ranges::all_of(id, is_client_id_character)) return Error::invalid_name;
    if (id == first_party_client || has_user_id_form(id)) return Error(Error::invalid_name, "reserved");
    return {};
}

}  // namespace watchword::auth
