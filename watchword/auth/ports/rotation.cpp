#include <watchword/auth/ports/rotation.hpp>
#include <watchword/base/secret.hpp>

namespace watchword::auth {

RotationOutcome judge(const RefreshFamily* family, const RotationRequest& request) noexcept {
    if (family == nullptr || family->client_id != request.client_id) return RotationOutcome::unknown;
    if (request.now >= family->expires_at || request.now >= family->idle_expires_at) return RotationOutcome::unknown;
    if (constant_time_equal(family->current_hash, request.presented_hash)) return RotationOutcome::rotated;
    const bool predecessor =
        family->previous_hash && constant_time_equal(*family->previous_hash, request.presented_hash);
    const bool in_grace = request.now <= family->rotated_at + request.grace && !family->sealed_successor.empty();
    return predecessor && in_grace ? RotationOutcome::replayed : RotationOutcome::reused;
}

RefreshFamily successor_of(const RefreshFamily& family, const RotationRequest& request) {
    RefreshFamily next = family;
    next.previous_hash = family.current_hash;
    next.current_hash = request.successor_hash;
    next.sealed_successor = request.sealed_successor;
    next.previous_rotated_at = family.rotated_at;
    next.rotated_at = request.now;
    next.idle_expires_at = request.idle_expires_at;
    return next;
}

}  // namespace watchword::auth
