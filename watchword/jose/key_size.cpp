#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/key_size.hpp>

#include <openssl/evp.h>

namespace watchword::jose {

std::size_t size_in_bits(const VerificationKey& key) {
    if (is_symmetric(key.algorithm()))
        return 8 * static_cast<const detail::HmacMaterial&>(key.material()).secret_size();
    return static_cast<std::size_t>(EVP_PKEY_get_bits(key.material().evp_key().get()));
}

}  // namespace watchword::jose
