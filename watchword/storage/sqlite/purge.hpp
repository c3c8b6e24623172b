#pragma once
/// Erases what is dead, a bounded piece at a time.

#include <watchword/base/clock.hpp>
#include <watchword/storage/sqlite/connection.hpp>

#include <cstdint>

namespace watchword::storage::sqlite {

/// SessionStore::purge, in the transaction of the caller; throws Failure. Families whose idle time is over are looked
/// for from `idle_sweep_at` on, one piece of the table a call, because an index on a time that moves with each rotation
/// would cost more than it saves; they refuse every token meanwhile. The result does not count them.
bool purge_dead(Connection& connection, TimePoint now, Seconds refresh_grace, std::int64_t& idle_sweep_at);

}  // namespace watchword::storage::sqlite
