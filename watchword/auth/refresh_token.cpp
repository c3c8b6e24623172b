#include <watchword/auth/tokens.hpp>
#include <watchword/jose/base64url.hpp>

#include <algorithm>

namespace watchword::auth {
namespace {

constexpr std::size_t handle_size = 16;
constexpr std::size_t secret_size = 32;
constexpr std::size_t text_size = (handle_size + secret_size) * 4 / 3;

}  // namespace

std::string RefreshToken::to_text() const {
    SecretBytes both(handle_size + secret_size);
    std::ranges::copy(handle.reveal(), both.writable().begin());
    std::ranges::copy(secret.reveal(), both.writable().begin() + handle_size);
    return jose::encode_base64url(both.reveal());
}

std::optional<RefreshToken> RefreshToken::parse(std::string_view text) {
    if (text.size() != text_size) return std::nullopt;
    SecretBytes both(handle_size + secret_size);
    if (!jose::decode_base64url(text, both.writable().data())) return std::nullopt;
    return RefreshToken{SecretBytes(both.reveal().first(handle_size)), SecretBytes(both.reveal().last(secret_size))};
}

RefreshToken RefreshToken::generate(Random& random) {
    return {random.secret(handle_size), random.secret(secret_size)};
}

RefreshToken RefreshToken::successor(Random& random) const {
    return {handle.copy(), random.secret(secret_size)};
}

crypto::Digest RefreshToken::handle_hash() const {
    return crypto::sha256(handle.reveal());
}
crypto::Digest RefreshToken::secret_hash() const {
    return crypto::sha256(secret.reveal());
}

}  // namespace watchword::auth
