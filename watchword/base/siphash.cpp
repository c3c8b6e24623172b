#include <watchword/base/crypto.hpp>

#include <stdexcept>

#include <sodium.h>

namespace watchword::crypto {

std::uint64_t siphash(ByteView key, ByteView data) {
    if (key.size() != crypto_shorthash_KEYBYTES) throw std::invalid_argument("a SipHash key has 16 bytes");
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), data.data(), data.size(), key.data());
    return hash;
}

}  // namespace watchword::crypto
