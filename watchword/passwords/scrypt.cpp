#include <watchword/passwords/scrypt.hpp>

namespace watchword::passwords::scrypt {

bool within_caps(const crypto::ScryptCost& cost) noexcept {
    // What is valid does not overflow: 128 * N * r and 128 * r * p are bounded.
    return crypto::is_valid(cost) && 128 * cost.n * cost.r <= max_memory && 128 * cost.n * cost.r * cost.p <= max_work;
}

Result<Verified> compare(const SecretBytes& password, const std::optional<Encoded>& stored) {
    if (!stored || !within_caps(stored->cost))
        return Error(Error::unsupported_password_hash, "scrypt string malformed or above the caps");
    const Result<SecretBytes> key = crypto::scrypt(password.reveal(), stored->salt, stored->cost, stored->key.size());
    if (!key) return key.error();
    return Verified{constant_time_equal(key->reveal(), stored->key) ? Match::yes : Match::no, Rehash::needed};
}

std::chrono::microseconds cost(const std::optional<crypto::ScryptCost>& cost) {
    if (!cost || !within_caps(*cost)) return std::chrono::microseconds(0);
    // Measured: 16 MiB once take 38 ms.
    return std::chrono::microseconds(1 + 128 * cost->n * cost->r * cost->p * 19 / 8192);
}

}  // namespace watchword::passwords::scrypt
