#include <watchword/storage/memory/sessions.hpp>

#include <algorithm>

namespace watchword::storage::memory {

using auth::RefreshFamily;
using auth::Rotation;
using auth::RotationOutcome;
using auth::Session;

Result<void> Sessions::open(const Session& session, const RefreshFamily* family) {
    const std::lock_guard lock(tables_.mutex);
    const auto user = tables_.users.find(session.user_id);
    if (user == tables_.users.end() || user->second.status != auth::UserStatus::active) return Error::session_ended;
    if (tables_.sessions.contains(session.id)) return Error(Error::internal, "a session's id was used before");
    if (family != nullptr && !tables_.families.emplace(family->handle_hash, *family).second) {
        return Error(Error::internal, "a refresh token handle was used before");
    }
    tables_.sessions.emplace(session.id, session);
    return {};
}

Result<std::optional<Session>> Sessions::find(std::string_view id) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.sessions.find(id);
    if (found == tables_.sessions.end()) return std::optional<Session>();
    return std::optional(found->second);
}

Result<std::optional<Session>> Sessions::find_by_cookie(const crypto::Digest& cookie_hash) {
    const std::lock_guard lock(tables_.mutex);
    for (const auto& [id, session] : tables_.sessions) {
        if (session.cookie_hash == cookie_hash) return std::optional(session);
    }
    return std::optional<Session>();
}

Result<std::optional<RefreshFamily>> Sessions::find_family(const crypto::Digest& handle_hash) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.families.find(handle_hash);
    if (found == tables_.families.end()) return std::optional<RefreshFamily>();
    return std::optional(found->second);
}

Result<std::vector<Session>> Sessions::list_live(std::string_view user_id, TimePoint now) {
    const std::lock_guard lock(tables_.mutex);
    std::vector<Session> live;
    for (const auto& [id, session] : tables_.sessions) {
        if (session.is_live(now) && (user_id.empty() || session.user_id == user_id)) live.push_back(session);
    }
    std::ranges::stable_sort(live, std::ranges::greater(), &Session::created_at);
    return live;
}

Result<void> Sessions::touch(std::string_view id, TimePoint now, TimePoint idle_expires_at) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.sessions.find(id);
    // Nothing revives a session that is over, whether it was ended or its time has run out.
    if (found == tables_.sessions.end() || !found->second.is_live(now)) return {};
    Session& session = found->second;
    session.last_used_at = std::max(session.last_used_at, now);
    session.idle_expires_at = std::max(session.idle_expires_at, idle_expires_at);
    return {};
}

Result<Rotation> Sessions::rotate(const auth::RotationRequest& request) {
    const std::lock_guard lock(tables_.mutex);
    const auto found = tables_.families.find(request.handle_hash);
    const RefreshFamily* family = found == tables_.families.end() ? nullptr : &found->second;
    const RotationOutcome outcome = judge(family, request);
    if (outcome == RotationOutcome::unknown) return Rotation{};
    Rotation rotation{outcome, outcome == RotationOutcome::rotated ? successor_of(*family, request) : *family};
    if (outcome == RotationOutcome::rotated) found->second = rotation.family;
    found->second.previous_rotated_at.reset();
    if (outcome == RotationOutcome::reused) {
        tables_.end_sessions([&](const Session& s) { return s.id == rotation.family.session_id; }, request.now);
    }
    return rotation;
}

Result<bool> Sessions::end(std::string_view id, TimePoint now) {
    const std::lock_guard lock(tables_.mutex);
    return tables_.end_sessions([&](const Session& s) { return s.id == id; }, now) != 0;
}

Result<std::size_t> Sessions::end_all(std::string_view user_id, TimePoint now, std::string_view kept_session) {
    const std::lock_guard lock(tables_.mutex);
    return tables_.end_sessions([&](const Session& s) { return s.user_id == user_id && s.id != kept_session; }, now);
}

Result<bool> Sessions::purge(TimePoint now, Seconds refresh_grace) {
    const std::lock_guard lock(tables_.mutex);
    std::erase_if(tables_.sessions, [&](const auto& entry) { return entry.second.expires_at <= now; });
    std::erase_if(tables_.families, [&](const auto& entry) {
        const RefreshFamily& family = entry.second;
        return family.expires_at <= now || family.idle_expires_at <= now ||
               !tables_.sessions.contains(family.session_id);
    });
    for (auto& [handle, family] : tables_.families) {
        if (family.rotated_at + refresh_grace < now) family.sealed_successor.clear();
    }
    return false;
}

}  // namespace watchword::storage::memory
