#pragma once
/// Keys that may be exchanged while tokens are verified.

#include <watchword/jwt/key_source.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace watchword::python {

/// None at first: every token then asks for an unknown key. Thread-safe, with the GIL or without.
class ExchangeableKeys final : public jwt::KeySource {
  public:
    ExchangeableKeys() : keys_(std::make_shared<const jwt::StaticKeys>(std::vector<jose::VerificationKey>{})) {}
    /// From now on these; a verification that has begun ends with those it began with.
    void exchange(std::vector<jose::VerificationKey> keys) {
        auto fresh = std::make_shared<const jwt::StaticKeys>(std::move(keys));
        const std::lock_guard lock(mutex_);
        keys_.swap(fresh);
    }
    Result<jose::VerificationKey> find(const jwt::KeyQuery& query) const override { return current()->find(query); }
    std::vector<jose::VerificationKey> candidates(const jwt::KeyQuery& query) const override {
        return current()->candidates(query);
    }

  private:
    std::shared_ptr<const jwt::StaticKeys> current() const {
        const std::lock_guard lock(mutex_);
        return keys_;
    }
    mutable std::mutex mutex_;
    std::shared_ptr<const jwt::StaticKeys> keys_;
};

}  // namespace watchword::python
