#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/primitives.hpp>

namespace watchword::jose {

Result<Bytes> wrap_key(const EncryptionKey& key, ByteView secret) {
    return key.material().wrap(secret);
}

Result<SecretBytes> unwrap_key(const DecryptionKey& key, ByteView wrapped) {
    return key.material().unwrap(wrapped);
}

Result<SecretBytes> unwrap_key_of_size(const DecryptionKey& key, ByteView wrapped, std::size_t size) {
    return key.material().unwrap_of_size(wrapped, size);
}

}  // namespace watchword::jose
