#include <watchword/auth/failure_floor.hpp>
#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/formats.hpp>

#include <algorithm>
#include <mutex>
#include <thread>

namespace watchword::auth {
namespace {

using Clock = std::chrono::steady_clock;

struct Floor {
    std::string decoy;
    Clock::duration duration{0};
};

std::chrono::microseconds cost(std::string_view kind) {
    const passwords::Format* const format = passwords::find_format(kind);
    return format == nullptr ? std::chrono::microseconds(0) : format->cost(kind);
}

/// How long one comparison takes, with an eighth more: the comparison itself, when it is the slowest kind, shall stay
/// below the floor like all others. The best of two.
Result<Clock::duration> measure_decoy(passwords::HashingPool& hashing, const std::string& decoy) {
    Clock::duration best = Clock::duration::max();
    for (int round = 0; round < 2; ++round) {
        const Clock::time_point started = Clock::now();
        const auto verified = hashing.verify(SecretBytes("a password for the clock"), decoy);
        if (!verified) return verified.error();
        best = std::min(best, Clock::now() - started);
    }
    return best + best / 8;
}

/// The slowest kind among the stored ones and the one that we write. With one kind only, all failures do the same work
/// and there is nothing to wait for.
Result<Floor> find_floor(UserStore& users, passwords::HashingPool& hashing) {
    auto kinds = users.password_hash_kinds();
    if (!kinds) return kinds.error();
    const std::string own = passwords::argon2::kind(hashing.parameters());
    if (std::ranges::find(*kinds, own) == kinds->end()) kinds->push_back(own);
    const std::string slowest = *std::ranges::max_element(*kinds, {}, cost);
    Floor floor{.decoy = passwords::find_format(slowest)->decoy(slowest)};
    if (kinds->size() == 1) return floor;
    const auto duration = measure_decoy(hashing, floor.decoy);
    // A busy pool is no reason not to start: the work itself is the same already.
    if (duration) floor.duration = *duration;
    return floor;
}

}  // namespace

struct FailureFloor::State {
    mutable std::mutex mutex;
    Floor floor;
};

FailureFloor::FailureFloor(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
FailureFloor::~FailureFloor() = default;

Result<std::unique_ptr<FailureFloor>> FailureFloor::measure(UserStore& users, passwords::HashingPool& hashing) {
    std::unique_ptr<FailureFloor> made(new FailureFloor(std::make_unique<State>()));
    if (auto measured = made->refresh(users, hashing); !measured) return measured.error();
    return made;
}

Result<void> FailureFloor::refresh(UserStore& users, passwords::HashingPool& hashing) {
    auto floor = find_floor(users, hashing);
    if (!floor) return floor.error();
    const std::lock_guard lock(state_->mutex);
    state_->floor = std::move(*floor);
    return {};
}

Result<void> FailureFloor::spend(passwords::HashingPool& hashing, const SecretBytes& password) {
    std::string decoy;
    {
        const std::lock_guard lock(state_->mutex);
        decoy = state_->floor.decoy;
    }
    const auto verified = hashing.verify(password, decoy);
    // What the slowest scheme refuses to read, it would have refused for a user as well.
    if (!verified && verified.error() == Error::overloaded) return verified.error();
    return {};
}

void FailureFloor::wait(Clock::time_point started) const {
    Clock::duration floor;
    {
        const std::lock_guard lock(state_->mutex);
        floor = state_->floor.duration;
    }
    std::this_thread::sleep_until(started + floor);
}

}  // namespace watchword::auth
