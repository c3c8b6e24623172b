#pragma once
/// What the use cases work with. Each use case is a plain function that gets this first; nothing is global.

#include <watchword/auth/key_ring.hpp>
#include <watchword/auth/limits.hpp>
#include <watchword/auth/ports/store.hpp>
#include <watchword/auth/settings.hpp>
#include <watchword/base/clock.hpp>
#include <watchword/base/log.hpp>
#include <watchword/base/random.hpp>
#include <watchword/passwords/hashing_pool.hpp>

namespace watchword::auth {

class FailureFloor;

/// References only; everything outlives the calls.
struct Context {
    Store& store;
    KeyRing& keys;
    passwords::HashingPool& hashing;
    SignInLimits& limits;
    FailureFloor& failure_floor;
    const Settings& settings;
    const Clock& clock;
    Random& random;
    const Log& log;
};

}  // namespace watchword::auth
