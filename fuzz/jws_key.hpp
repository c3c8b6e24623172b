#pragma once
/// The fixed key of the seeds, so that what a fuzzer makes of them can still verify.

#include <watchword/jose/keys.hpp>

#include <vector>

namespace watchword::jose {

inline const SigningKey& fuzz_key() {
    static const SigningKey key =
        HmacKey::from_secret(Algorithm::HS256, as_bytes("a secret of at least 32 bytes, not to be used"), "k")
            ->signing_key();
    return key;
}

inline const std::vector<VerificationKey>& fuzz_keys() {
    static const std::vector<VerificationKey> keys{fuzz_key().verification_key()};
    return keys;
}

}  // namespace watchword::jose
