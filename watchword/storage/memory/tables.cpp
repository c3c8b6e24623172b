#include <watchword/storage/memory/tables.hpp>

namespace watchword::storage::memory {

std::size_t Tables::end_sessions(const std::function<bool(const auth::Session&)>& chosen, TimePoint now) {
    std::size_t live = 0;
    for (auto& [id, session] : sessions) {
        if (!chosen(session)) continue;
        if (session.is_live(now)) ++live;
        if (!session.ended_at) session.ended_at = now;
        std::erase_if(families, [&](const auto& entry) { return entry.second.session_id == session.id; });
    }
    return live;
}

}  // namespace watchword::storage::memory
