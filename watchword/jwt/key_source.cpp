#include <watchword/base/thread_number.hpp>
#include <watchword/jose/key_choice.hpp>
#include <watchword/jwt/key_source.hpp>

#include <cstddef>
#include <utility>

namespace watchword::jwt {
namespace {

constexpr std::size_t copies = 16;

}  // namespace

std::vector<jose::VerificationKey> KeySource::candidates(const KeyQuery& /*query*/) const {
    return {};
}

StaticKeys::StaticKeys(const std::vector<jose::VerificationKey>& keys) : copies_(copies) {
    for (std::vector<jose::VerificationKey>& copy : copies_)
        for (const jose::VerificationKey& key : keys)
            copy.push_back(key.counted_apart());
}

Result<jose::VerificationKey> StaticKeys::find(const KeyQuery& query) const {
    const auto& keys = copies_[thread_number() % copies];
    const jose::VerificationKey* const found = jose::choose_key(keys, query.algorithm, query.kid);
    if (found == nullptr) return Error::unknown_key;
    return *found;
}

std::vector<jose::VerificationKey> StaticKeys::candidates(const KeyQuery& query) const {
    std::vector<jose::VerificationKey> held;
    for (const jose::VerificationKey& key : copies_[thread_number() % copies])
        if (key.algorithm() == query.algorithm) held.push_back(key);
    return held;
}

}  // namespace watchword::jwt
