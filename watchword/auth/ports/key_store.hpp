#pragma once
/// What auth needs of a store of its own keys.

#include <watchword/auth/records/key_record.hpp>
#include <watchword/base/result.hpp>

#include <vector>

namespace watchword::auth {

/// Thread-safe; errors and durability as in UserStore.
class KeyStore {
  public:
    virtual ~KeyStore() = default;
    /// All of them, oldest first.
    virtual Result<std::vector<KeyRecord>> list() = 0;
    /// Adds only if there is no key of that algorithm without `signs_until`; false if there was one (two processes that
    /// start at once agree on one key).
    virtual Result<bool> add_if_none(const KeyRecord& key) = 0;
    /// Adds `next` and gives every other key that still has no end the two times, whatever its algorithm, in one
    /// transaction.
    virtual Result<void> rotate(const KeyRecord& next, TimePoint signs_until, TimePoint published_until) = 0;
    /// Removes keys whose published_until has passed; how many.
    virtual Result<std::size_t> remove_retired(TimePoint now) = 0;
};

}  // namespace watchword::auth
