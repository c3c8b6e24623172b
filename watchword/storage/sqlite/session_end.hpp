#pragma once
/// How sessions end: marked, and their refresh tokens gone, in the transaction of the caller.

#include <watchword/base/clock.hpp>
#include <watchword/storage/sqlite/connection.hpp>

#include <cstddef>
#include <string_view>

namespace watchword::storage::sqlite {

/// All throw Failure and tell how many sessions were live at `now`.
std::size_t end_session(Connection& connection, std::string_view id, TimePoint now);
std::size_t end_sessions_of_user(Connection& connection, std::string_view user_id, TimePoint now,
                                 std::string_view kept_session);
std::size_t end_sessions_of_client(Connection& connection, std::string_view client_id, TimePoint now);

}  // namespace watchword::storage::sqlite
