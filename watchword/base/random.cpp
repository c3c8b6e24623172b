#include <watchword/base/crypto.hpp>
#include <watchword/base/random.hpp>

#include <atomic>
#include <cstring>
#include <stdexcept>

#include <openssl/rand.h>

namespace watchword {

SecretBytes Random::secret(std::size_t size) {
    SecretBytes secret(size);
    fill(secret.writable());
    return secret;
}

Bytes Random::bytes(std::size_t size) {
    Bytes bytes(size);
    fill(bytes);
    return bytes;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) throw std::runtime_error("no random bytes");
}

void PredictableRandomForTests::fill(std::span<std::uint8_t> out) {
    const std::uint64_t start = std::atomic_ref(counter_).fetch_add(1);
    for (std::size_t done = 0, block = 0; done < out.size(); ++block) {
        const auto digest = crypto::sha256(as_bytes(std::to_string(start) + "." + std::to_string(block)));
        const std::size_t part = std::min(digest.size(), out.size() - done);
        std::memcpy(out.data() + done, digest.data(), part);
        done += part;
    }
}

}  // namespace watchword
