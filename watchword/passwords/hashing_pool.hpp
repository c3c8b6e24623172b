#pragma once
/// The threads that hash: few, at low priority (nice 19, SCHED_BATCH), with a bounded queue, so that a flood of
/// sign-ins slows down sign-ins only.

#include <watchword/base/result.hpp>
#include <watchword/passwords/passwords.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace watchword::passwords {

struct HashingPoolOptions {
    unsigned threads = 0;  ///< 0 = cores - 1, at least 1
    std::size_t queue = 16;
    Argon2Parameters parameters{};
};

/// Calls block the caller until a pool thread has done the work. Thread-safe. The destructor waits for what is queued;
/// no call may begin after it has.
class HashingPool {
  public:
    /// Throws std::invalid_argument if the parameters are not within the caps of stored strings.
    HashingPool(HashingPoolOptions options, Random& random);
    ~HashingPool();
    /// As passwords::hash, or overloaded (with retry_after) if the queue is full.
    Result<std::string> hash(const SecretBytes& password);
    /// As passwords::verify, or overloaded.
    Result<Verified> verify(const SecretBytes& password, std::string_view encoded);
    const Argon2Parameters& parameters() const noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::passwords
