#include <watchword/auth/identifiers.hpp>
#include <watchword/jose/base64url.hpp>

#include <array>

namespace watchword::auth {
namespace {

constexpr std::string_view user_prefix = "u_";
constexpr std::size_t id_bytes = 16;
constexpr std::size_t id_characters = 22;
constexpr std::size_t secret_bytes = 32;

template <std::size_t size>
std::string random_text(Random& random) {
    std::array<std::uint8_t, size> bytes;
    random.fill(bytes);
    std::string text = jose::encode_base64url(bytes);
    wipe(bytes.data(), bytes.size());
    return text;
}

}  // namespace

std::string new_user_id(Random& random) {
    return std::string(user_prefix) + random_text<id_bytes>(random);
}
std::string new_session_id(Random& random) {
    return "s_" + random_text<id_bytes>(random);
}
std::string new_token_id(Random& random) {
    return random_text<id_bytes>(random);
}
std::string new_secret(Random& random) {
    return random_text<secret_bytes>(random);
}

bool has_user_id_form(std::string_view text) noexcept {
    if (!text.starts_with(user_prefix)) return false;
    text.remove_prefix(user_prefix.size());
    return text.size() == id_characters && text.find_first_of(".~") == std::string_view::npos;
}

}  // namespace watchword::auth
