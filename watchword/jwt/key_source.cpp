#include <watchword/base/thread_number.hpp>
#include <watchword/jose/key_choice.hpp>
#include <watchword/jwt/key_source.hpp>

#include <cstddef>
#include <utility>

namespace watchword::jwt {
namespace {

constexpr std::size_t copies = 16;

}  // namespace

Result<std::uint64_t> KeySource::find_serial(const KeyQuery& query) const {
    const Result<jose::VerificationKey> key = find(query);
    if (!key) return key.error();
    return key->serial();
}

std::vector<jose::VerificationKey> KeySource::candidates(const KeyQuery& /*query*/) const {
    return {};
}

StaticKeys::StaticKeys(const std::vector<jose::VerificationKey>& keys)
    : labels_(keys.begin(), keys.end()), copies_(copies) {
    for (std::vector<jose::VerificationKey>& copy : copies_)
        for (const jose::VerificationKey& key : keys)
            copy.push_back(key.counted_apart());
}

const StaticKeys::Label* StaticKeys::choose(const KeyQuery& query) const noexcept {
    return jose::choose_key(labels_, query.algorithm, query.kid);
}

Result<jose::VerificationKey> StaticKeys::find(const KeyQuery& query) const {
    const Label* const chosen = choose(query);
    if (chosen == nullptr) return Error::unknown_key;
    return copies_[thread_number() % copies][static_cast<std::size_t>(chosen - labels_.data())];
}

Result<std::uint64_t> StaticKeys::find_serial(const KeyQuery& query) const {
    const Label* const chosen = choose(query);
    if (chosen == nullptr) return Error::unknown_key;
    return chosen->serial();
}

std::vector<jose::VerificationKey> StaticKeys::candidates(const KeyQuery& query) const {
    std::vector<jose::VerificationKey> held;
    for (const jose::VerificationKey& key : copies_[thread_number() % copies])
        if (key.algorithm() == query.algorithm) held.push_back(key);
    return held;
}

}  // namespace watchword::jwt
