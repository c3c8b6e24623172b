#include <watchword/passwords/libcrypt.hpp>

#include <algorithm>
#include <memory>

#include <crypt.h>

namespace watchword::passwords {
namespace {

/// The working memory of crypt_rn, wiped: it holds the password's key schedule.
struct Workspace {
    crypt_data data{};
    ~Workspace() { wipe(&data, sizeof data); }
};

}  // namespace

std::string crypt_like(std::string_view encoded, const SecretBytes& password) {
    SecretBytes phrase(password.size() + 1);  // ends with NUL
    std::ranges::copy(password.reveal(), phrase.writable().begin());
    const std::string setting(encoded);
    const auto workspace = std::make_unique<Workspace>();
    const char* const made = crypt_rn(reinterpret_cast<const char*>(phrase.reveal().data()), setting.c_str(),
                                      &workspace->data, static_cast<int>(sizeof workspace->data));
    const std::string_view text = made == nullptr ? std::string_view() : std::string_view(made);
    return text.size() == encoded.size() ? std::string(text) : std::string();
}

}  // namespace watchword::passwords
