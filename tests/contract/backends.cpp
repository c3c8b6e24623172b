#include <watchword/storage/memory/memory_store.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>

#include <tuple>

#include "backend.hpp"
#include "scratch_folder.hpp"

namespace watchword::contract {
namespace {

/// A SQLite store in a folder of its own, which goes with it.
class ScratchSqliteStore final : public auth::Store {
  public:
    ScratchSqliteStore() {
        auto opened = storage::sqlite::SqliteStore::open({.file = folder_ / "watchword.db", .vfs = {}}, log_);
        if (!opened) throw std::runtime_error(opened.error().detail());
        store_ = std::move(*opened);
    }
    auth::UserStore& users() override { return store_->users(); }
    auth::SessionStore& sessions() override { return store_->sessions(); }
    auth::ClientStore& clients() override { return store_->clients(); }
    auth::KeyStore& keys() override { return store_->keys(); }
    Result<void> ping() override { return store_->ping(); }
    Result<std::uint64_t> outside_changes() override { return store_->outside_changes(); }

  private:
    ScratchFolder folder_;
    Log log_ = Log::silent();
    std::unique_ptr<storage::sqlite::SqliteStore> store_;
};

}  // namespace

std::vector<Backend> backends() {
    return {{"memory", [] { return std::make_unique<storage::memory::MemoryStore>(); }},
            {"sqlite", [] { return std::make_unique<ScratchSqliteStore>(); }}};
}

crypto::Digest digest(std::string_view text) {
    return crypto::sha256(as_bytes(text));
}

std::string numbered(std::string text, int number) {
    return text.append(std::to_string(number));
}

Bytes sealed(std::string_view presented, std::string_view successor) {
    const std::string text = std::string(successor) + " under " + std::string(presented);
    return {text.begin(), text.end()};
}

auth::User user(std::string name, auth::Role role) {
    return {.id = "id of " + name,
            .name = name,
            .email = name + "@example.com",
            .password_hash = "$2b$12$hash of " + name,
            .role = role,
            .created_at = noon,
            .password_changed_at = noon};
}

auth::Session session(std::string id, std::string_view user_name) {
    return {.id = std::move(id),
            .user_id = "id of " + std::string(user_name),
            .client_id = "watchword",
            .cookie_hash = {},
            .created_at = noon,
            .last_used_at = noon,
            .idle_expires_at = noon + std::chrono::days(1),
            .expires_at = noon + std::chrono::days(10),
            .ended_at = {},
            .address = "192.0.2.7",
            .user_agent = "a browser"};
}

auth::RefreshFamily family(std::string handle, const auth::Session& session) {
    return {.handle_hash = digest(handle),
            .current_hash = digest("1"),
            .previous_hash = {},
            .rotated_at = noon,
            .sealed_successor = {},
            .session_id = session.id,
            .user_id = session.user_id,
            .client_id = session.client_id,
            .scope = "openid profile",
            .audience = "https://api.example.com",
            .created_at = noon,
            .idle_expires_at = session.idle_expires_at,
            .expires_at = session.expires_at};
}

auth::RotationRequest request(const auth::RefreshFamily& family, std::string presented, std::string successor,
                              TimePoint now) {
    return {.handle_hash = family.handle_hash,
            .presented_hash = digest(presented),
            .successor_hash = digest(successor),
            .sealed_successor = sealed(presented, successor),
            .client_id = family.client_id,
            .now = now,
            .idle_expires_at = now + std::chrono::days(1)};
}

}  // namespace watchword::contract

namespace watchword::auth {
namespace {
auto members(const User& u) {
    return std::tie(u.id, u.name, u.email, u.password_hash, u.role, u.status, u.created_at, u.password_changed_at);
}
auto members(const Session& s) {
    return std::tie(s.id, s.user_id, s.client_id, s.cookie_hash, s.created_at, s.last_used_at, s.idle_expires_at,
                    s.expires_at, s.ended_at, s.address, s.user_agent);
}
auto members(const RefreshFamily& f) {
    return std::tie(f.handle_hash, f.current_hash, f.previous_hash, f.rotated_at, f.sealed_successor, f.session_id,
                    f.user_id, f.client_id, f.scope, f.audience, f.created_at, f.idle_expires_at, f.expires_at);
}
auto members(const Client& c) {
    return std::tie(c.id, c.secret_hash, c.grants, c.scopes, c.resources, c.end_user_address, c.created_at);
}
auto members(const KeyRecord& k) {
    return std::tie(k.kid, k.algorithm, k.public_jwk, k.sealed_private_jwk, k.created_at, k.signs_from, k.signs_until,
                    k.published_until);
}
}  // namespace

bool operator==(const User& a, const User& b) {
    return members(a) == members(b);
}
bool operator==(const Session& a, const Session& b) {
    return members(a) == members(b);
}
bool operator==(const RefreshFamily& a, const RefreshFamily& b) {
    return members(a) == members(b);
}
bool operator==(const Client& a, const Client& b) {
    return members(a) == members(b);
}
bool operator==(const KeyRecord& a, const KeyRecord& b) {
    return members(a) == members(b);
}

void PrintTo(RotationOutcome outcome, std::ostream* out) {
    constexpr const char* names[] = {"rotated", "replayed", "reused", "unknown"};
    *out << names[static_cast<std::size_t>(outcome)];
}

}  // namespace watchword::auth
