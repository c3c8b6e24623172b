#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/key_forms.hpp>

namespace watchword::jose {
namespace {

using detail::EncryptionHalf;
using detail::Half;

Result<EncryptionHalf> import_pem(KeyManagement algorithm, std::string_view pem, Half half, std::string kid) {
    Result<detail::ReadKey> read = detail::read_pem(pem);
    if (!read) return read.error();
    if (half == Half::with_private && read->content != detail::Content::private_key) {
        return Error{Error::invalid_key, "the key is public, it cannot decrypt"};
    }
    return detail::make_key_pair(algorithm, std::move(read->key), half, std::move(kid));
}

}  // namespace

Result<EncryptionKey> import_encryption_key_pem(KeyManagement algorithm, std::string_view pem, std::string kid) {
    auto material = import_pem(algorithm, pem, Half::public_only, std::move(kid));
    if (!material) return material.error();
    return EncryptionKey(std::move(*material));
}

Result<DecryptionKey> import_decryption_key_pem(KeyManagement algorithm, std::string_view pem, std::string kid) {
    auto material = import_pem(algorithm, pem, Half::with_private, std::move(kid));
    if (!material) return material.error();
    return DecryptionKey(std::move(*material));
}

}  // namespace watchword::jose
