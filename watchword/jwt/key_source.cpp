#include <watchword/jose/key_choice.hpp>
#include <watchword/jwt/key_source.hpp>

#include <atomic>
#include <cstddef>
#include <utility>

namespace watchword::jwt {
namespace {

constexpr std::size_t copies = 16;

/// Threads are numbered as they come, so that neighbours take different copies.
std::size_t copy_of_this_thread() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t number = threads.fetch_add(1, std::memory_order_relaxed);
    return number % copies;
}

}  // namespace

std::vector<jose::VerificationKey> KeySource::candidates(const KeyQuery& /*query*/) const {
    return {};
}

StaticKeys::StaticKeys(std::vector<jose::VerificationKey> keys) : copies_(copies) {
    for (std::vector<jose::VerificationKey>& copy : copies_)
        for (const jose::VerificationKey& key : keys)
            copy.push_back(key.counted_apart());
}

Result<jose::VerificationKey> StaticKeys::find(const KeyQuery& query) const {
    const auto& keys = copies_[copy_of_this_thread()];
    const jose::VerificationKey* const found = jose::choose_key(keys, query.algorithm, query.kid);
    if (found == nullptr) return Error::unknown_key;
    return *found;
}

std::vector<jose::VerificationKey> StaticKeys::candidates(const KeyQuery& query) const {
    std::vector<jose::VerificationKey> held;
    for (const jose::VerificationKey& key : copies_[copy_of_this_thread()])
        if (key.algorithm() == query.algorithm) held.push_back(key);
    return held;
}

}  // namespace watchword::jwt
