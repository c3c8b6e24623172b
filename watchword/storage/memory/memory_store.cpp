#include <watchword/storage/memory/clients_and_keys.hpp>
#include <watchword/storage/memory/memory_store.hpp>
#include <watchword/storage/memory/sessions.hpp>
#include <watchword/storage/memory/users.hpp>

namespace watchword::storage::memory {

struct MemoryStore::State {
    Tables tables;
    Users users{tables};
    Sessions sessions{tables};
    Clients clients{tables};
    Keys keys{tables};
};

MemoryStore::MemoryStore() : state_(std::make_unique<State>()) {}
MemoryStore::~MemoryStore() = default;

auth::UserStore& MemoryStore::users() {
    return state_->users;
}
auth::SessionStore& MemoryStore::sessions() {
    return state_->sessions;
}
auth::ClientStore& MemoryStore::clients() {
    return state_->clients;
}
auth::KeyStore& MemoryStore::keys() {
    return state_->keys;
}

}  // namespace watchword::storage::memory
