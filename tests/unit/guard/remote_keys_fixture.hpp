#pragma once
/// Keys by name, key sets of them, and a source that asks a loopback server.

#include <watchword/guard/remote/remote_keys.hpp>
#include <watchword/jose/jwk.hpp>

#include <future>
#include <map>
#include <mutex>

#include "loopback_server.hpp"
#include <gtest/gtest.h>

namespace watchword::guard::test {

/// The same key for the same kid, for the whole run.
inline jose::VerificationKey key_named(const std::string& kid) {
    static std::mutex mutex;
    static std::map<std::string, jose::VerificationKey> keys;
    const std::lock_guard lock(mutex);
    const auto found = keys.find(kid);
    if (found != keys.end()) return found->second;
    const auto fresh = jose::generate_signing_key(jose::Algorithm::EdDSA, kid);
    return keys.emplace(kid, fresh->verification_key()).first->second;
}

inline std::string key_set(const std::vector<std::string>& kids) {
    std::vector<jose::VerificationKey> keys;
    for (const std::string& kid : kids)
        keys.push_back(key_named(kid));
    return *jose::export_key_set(keys);
}

inline std::string ok(const std::string& body, const std::string& headers = "") {
    return http_answer("200 OK", headers, body);
}

/// Holds handlers back until it is opened.
class Gate {
  public:
    void open() { promise_.set_value(); }
    void pass() const { opened_.wait(); }

  private:
    std::promise<void> promise_;
    std::shared_future<void> opened_ = promise_.get_future().share();
};

class RemoteKeysTest : public testing::Test {
  protected:
    RemoteKeysOptions options(const std::string& url) const {
        RemoteKeysOptions options;
        options.url = url;
        return options;
    }
    std::unique_ptr<RemoteKeys> source(RemoteKeysOptions options) {
        auto created = RemoteKeys::create(std::move(options), clock);
        EXPECT_TRUE(created);
        return *std::move(created);
    }
    std::unique_ptr<RemoteKeys> source(const LoopbackServer& server) { return source(options(server.url())); }

    /// "found", or the name of the error.
    static std::string find(const RemoteKeys& keys, const std::string& kid) {
        const auto found = keys.find({jose::Algorithm::EdDSA, kid});
        return found ? "found" : std::string(found.error().name());
    }

    ManualClock clock{from_unix_seconds(1'800'000'000)};
};

}  // namespace watchword::guard::test
