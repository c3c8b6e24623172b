#include "rotating_families.hpp"

#include <stdexcept>

namespace watchword::test {
namespace {

crypto::Digest digest(int caller, int generation) {
    return crypto::sha256(as_bytes(std::to_string(caller).append(".").append(std::to_string(generation))));
}

void open_family(auth::Store& store, int caller) {
    const TimePoint end = noon + std::chrono::days(10);
    auth::Session session;
    session.id = std::to_string(caller);
    session.user_id = "user";
    session.client_id = "watchword";
    session.created_at = session.last_used_at = noon;
    session.idle_expires_at = session.expires_at = end;
    auth::RefreshFamily family;
    family.handle_hash = digest(caller, 0);
    family.current_hash = digest(caller, 1);
    family.rotated_at = family.created_at = noon;
    family.session_id = session.id;
    family.user_id = session.user_id;
    family.client_id = session.client_id;
    family.idle_expires_at = family.expires_at = end;
    if (!store.sessions().open(session, &family)) throw std::runtime_error("no session");
}

}  // namespace

void open_families(auth::Store& store, int callers) {
    if (!store.users().add({.id = "user", .name = "user", .email = {}, .password_hash = {}})) {
        throw std::runtime_error("no user");
    }
    for (int caller = 0; caller < callers; ++caller) {
        open_family(store, caller);
    }
}

bool rotate_once(auth::Store& store, int caller, Acknowledged& told) {
    const Result<auth::Rotation> rotation =
        store.sessions().rotate({.handle_hash = digest(caller, 0),
                                 .presented_hash = digest(caller, told.generation),
                                 .successor_hash = digest(caller, told.generation + 1),
                                 .sealed_successor = Bytes(60, 7),
                                 .client_id = "watchword",
                                 .now = noon,
                                 .idle_expires_at = noon + std::chrono::days(10)});
    if (!rotation || rotation->outcome != auth::RotationOutcome::rotated) return false;
    ++told.generation;
    return true;
}

bool catch_up(auth::Store& store, int caller, Acknowledged& told) {
    const auto family = store.sessions().find_family(digest(caller, 0));
    if (!family || !*family) return false;
    if ((*family)->current_hash == digest(caller, told.generation)) return true;
    if ((*family)->current_hash != digest(caller, told.generation + 1)) return false;
    ++told.generation;
    return true;
}

}  // namespace watchword::test
