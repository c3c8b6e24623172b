#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk_text.hpp>

#include <string>

namespace watchword::jose::detail {
namespace {

// More than the largest private RSA key takes, so that growing leaves no copy.
constexpr std::size_t room = 16 * 1024;

void wipe_text(std::string& text) {
    wipe(text.data(), text.size());
}

}  // namespace

JwkText::JwkText() {
    text_.reserve(room);
}

void JwkText::add(std::vector<PublicMember>&& members) {
    for (auto& [name, value] : members) {
        add(name, value);
        wipe_text(value);
    }
}

void JwkText::add(const std::vector<PrivateMember>& members) {
    for (const auto& [name, number] : members) {
        std::string text = encode_base64url(number.reveal());
        add(name, text);
        wipe_text(text);
    }
}

}  // namespace watchword::jose::detail
