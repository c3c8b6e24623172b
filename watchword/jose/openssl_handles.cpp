#include <watchword/jose/openssl_handles.hpp>

#include <stdexcept>

namespace watchword::jose::detail {

void require(bool ok) {
    if (!ok) throw std::runtime_error("OpenSSL refused a basic operation");
}

EvpKey share(EVP_PKEY* key) {
    require(key != nullptr && EVP_PKEY_up_ref(key) == 1);
    return EvpKey(key);
}

}  // namespace watchword::jose::detail
