#pragma once
/// The fixed key of the seeds, so that what a fuzzer makes of them can still verify.

#include <watchword/jose/keys.hpp>

namespace watchword::jose {

inline const SigningKey& fuzz_key() {
    static const SigningKey key =
        HmacKey::from_secret(Algorithm::HS256, as_bytes("a secret of at least 32 bytes, not to be used"), "k")
            ->signing_key();
    return key;
}

}  // namespace watchword::jose
