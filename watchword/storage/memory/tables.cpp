#include <watchword/storage/memory/tables.hpp>

#include <ranges>

namespace watchword::storage::memory {

std::size_t Tables::end_sessions(const std::function<bool(const auth::Session&)>& chosen, TimePoint now) {
    std::size_t live = 0;
    for (auth::Session& session : std::views::values(sessions)) {
        if (!chosen(session)) continue;
        if (session.is_live(now)) ++live;
        if (!session.ended_at) session.ended_at = now;
        std::erase_if(families, [&](const auto& entry) { return entry.second.session_id == session.id; });
    }
    return live;
}

}  // namespace watchword::storage::memory
