#pragma once
/// The type Key: one key, bound to one algorithm for life. Immutable, and so thread-safe.

#include <python/native/module_state.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/keys.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace watchword::python {

/// What a Key holds. A private key and a shared secret sign, too.
struct KeyPair {
    jose::VerificationKey verification;
    std::optional<jose::SigningKey> signing{};

    static KeyPair of(jose::SigningKey key) {
        jose::VerificationKey verification = key.verification_key();
        return {std::move(verification), std::move(key)};
    }
    static KeyPair of(const jose::HmacKey& key) { return {key.verification_key(), key.signing_key()}; }
    static KeyPair of(jose::VerificationKey key) { return {std::move(key)}; }
};

/// A new object. Throws Raised.
Owned new_key(const ModuleState& state, KeyPair pair);

/// What `object` holds, as long as the caller holds `object`; null if it is no Key.
const KeyPair* find_key(const ModuleState& state, PyObject* object) noexcept;

/// The signature algorithms, in the order of jose::Algorithm.
std::vector<jose::Algorithm> all_algorithms();

/// Whether signing and verifying with it is work to let go of the GIL for.
bool takes_long(jose::Algorithm algorithm, std::size_t data_size) noexcept;

/// False with an exception set.
bool add_keys(PyObject* module);

}  // namespace watchword::python
