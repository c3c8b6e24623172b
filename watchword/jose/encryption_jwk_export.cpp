#include <watchword/base/crypto.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/jwk_text.hpp>

namespace watchword::jose {
namespace {

void add_purpose(detail::JwkText& object, const detail::EncryptionMaterial& material) {
    object.add("alg", material.jwk_algorithm());
    object.add("use", "enc");
    if (!material.kid.empty()) object.add("kid", material.kid);
}

}  // namespace

Result<std::string> export_public_jwk(const EncryptionKey& key) {
    const detail::EncryptionMaterial& material = key.material();
    if (material.shares_a_secret()) return Error{Error::key_not_usable, "a shared secret has no public half"};
    detail::JwkText object;
    object.add(material.public_members());
    add_purpose(object, material);
    return std::string(object.close());
}

SecretBytes export_private_jwk_in_the_clear(const DecryptionKey& key) {
    detail::JwkText object;
    object.add(key.material().public_members());
    object.add(key.material().private_members());
    add_purpose(object, key.material());
    return SecretBytes(object.close());
}

std::string thumbprint(const EncryptionKey& key) {
    detail::JwkText object;
    object.add(key.material().public_members());
    return encode_base64url(crypto::sha256(as_bytes(object.close())));
}

}  // namespace watchword::jose
