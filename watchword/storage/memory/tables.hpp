#pragma once
/// The tables of the memory store and the one mutex over them.

#include <watchword/auth/ports/store.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace watchword::storage::memory {

struct Tables {
    std::mutex mutex;
    std::map<std::string, auth::User, std::less<>> users;
    std::set<std::string, std::less<>> removed_users;
    std::map<std::string, auth::Session, std::less<>> sessions;
    std::map<crypto::Digest, auth::RefreshFamily> families;
    std::map<std::string, auth::Client, std::less<>> clients;
    std::map<std::string, auth::KeyRecord, std::less<>> keys;

    /// Ends the sessions that `chosen` picks, and their families; how many were live. The caller holds the mutex.
    std::size_t end_sessions(const std::function<bool(const auth::Session&)>& chosen, TimePoint now);
};

}  // namespace watchword::storage::memory
