#pragma once
/// Families that are rotated one generation after the other, with the last generation that was acknowledged.

#include <watchword/storage/sqlite/sqlite_store.hpp>

namespace watchword::test {

/// The secret number `generation` is current, as far as the caller was told.
struct Acknowledged {
    int generation = 1;
};

inline const TimePoint noon = from_unix_seconds(1'800'000'000);

/// A user, and for each caller a session with a family of generation 1.
void open_families(auth::Store& store, int callers);

/// Presents the current token of the caller; true if the store acknowledged the next generation.
bool rotate_once(auth::Store& store, int caller, Acknowledged& told);

/// Whether the family stands where its caller was told, or one further (a rotation that was done but not acknowledged
/// any more). Moves `told` to where it stands.
bool catch_up(auth::Store& store, int caller, Acknowledged& told);

}  // namespace watchword::test
