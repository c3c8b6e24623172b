#include <watchword/auth/rotate_keys.hpp>

namespace watchword::auth {

Result<std::string> rotate_keys(const Context& context, RotationTiming timing) {
    auto kid = context.keys.rotate(timing, context.clock.now());
    if (kid) {
        context.log.info(
            "signing_key_rotated",
            {{"kid", *kid}, {"timing", timing == RotationTiming::at_once ? "at_once" : "after_publication"}});
    }
    return kid;
}

Result<void> follow_signing_algorithm(const Context& context) {
    const auto changed = context.keys.follow_algorithm(context.clock.now());
    if (!changed) return changed.error();
    if (*changed) {
        context.log.info("signing_algorithm_changed", {{"algorithm", jose::name(context.settings.signing_algorithm)}});
    }
    return {};
}

Result<std::size_t> remove_retired_keys(const Context& context) {
    auto removed = context.keys.remove_retired(context.clock.now());
    if (removed && *removed > 0)
        context.log.info("signing_keys_retired", {{"keys", static_cast<std::int64_t>(*removed)}});
    return removed;
}

}  // namespace watchword::auth
