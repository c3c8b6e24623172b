#include <watchword/jwt/key_source.hpp>

#include <utility>

namespace watchword::jwt {
namespace {

bool matches(const jose::VerificationKey& key, const KeyQuery& query) noexcept {
    if (key.algorithm() != query.algorithm) return false;
    // A key without a kid has an empty one: no header may ask for it by that "name".
    return !query.kid || (!query.kid->empty() && key.kid() == *query.kid);
}

}  // namespace

StaticKeys::StaticKeys(std::vector<jose::VerificationKey> keys) : keys_(std::move(keys)) {}

Result<jose::VerificationKey> StaticKeys::find(const KeyQuery& query) const {
    const jose::VerificationKey* found = nullptr;
    for (const jose::VerificationKey& key : keys_) {
        if (!matches(key, query)) continue;
        // Two candidates are none: trying one after the other would let a token choose its key.
        if (found) return Error::unknown_key;
        found = &key;
    }
    if (!found) return Error::unknown_key;
    return *found;
}

}  // namespace watchword::jwt
