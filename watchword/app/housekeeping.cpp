#include <watchword/app/housekeeping.hpp>
#include <watchword/auth/failure_floor.hpp>
#include <watchword/auth/rotate_keys.hpp>

namespace watchword::app {
namespace {

/// Rounds are seconds.
constexpr std::uint64_t purge_every = 5;
constexpr std::uint64_t retire_every = 60;
/// So that a backlog never keeps the store's writer busy.
constexpr int purge_steps = 4;

}  // namespace

Housekeeping::Housekeeping(const auth::Context& context)
    : context_(context), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Housekeeping::run(const std::stop_token& stop) {
    for (std::uint64_t round = 0; !stop.stop_requested(); ++round) {
        run_once(round);
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, stop, Seconds(1), [] { return false; });
    }
}

void Housekeeping::run_once(std::uint64_t round) {
    note("follow_outside_changes", follow_outside_changes());
    if (more_to_purge_ || round % purge_every == 0) note("purge", purge());
    if (round % retire_every == 0) note("retire_keys", retire_keys());
}

Result<void> Housekeeping::follow_outside_changes() {
    const auto changes = context_.store.outside_changes();
    if (!changes) return changes.error();
    // The first round reads anew in any case: who knows what changed between opening the store and now.
    if (seen_changes_ == *changes) return {};
    if (auto reloaded = context_.keys.reload(context_.clock.now()); !reloaded) return reloaded;
    if (auto measured = context_.failure_floor.refresh(context_.store.users(), context_.hashing); !measured) {
        return measured;
    }
    seen_changes_ = *changes;  // only now: a step that failed is tried again
    return {};
}

Result<void> Housekeeping::purge() {
    more_to_purge_ = true;
    for (int step = 0; step < purge_steps && more_to_purge_; ++step) {
        const auto more =
            context_.store.sessions().purge(context_.clock.now(), context_.settings.lifetimes.refresh_grace);
        if (!more) return more.error();
        more_to_purge_ = *more;
    }
    return {};
}

Result<void> Housekeeping::retire_keys() {
    const auto removed = auth::remove_retired_keys(context_);
    if (!removed) return removed.error();
    return {};
}

/// One line when the trouble of a step begins and one when it ends, not one a second.
void Housekeeping::note(std::string_view step, const Result<void>& result) {
    if (result) {
        if (failing_.erase(step) != 0) context_.log.info("housekeeping_recovered", {{"step", step}});
        return;
    }
    if (!failing_.insert(step).second) return;
    context_.log.error("housekeeping_failed",
                       {{"step", step}, {"error", result.error().name()}, {"detail", result.error().detail()}});
}

}  // namespace watchword::app
