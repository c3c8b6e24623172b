#pragma once
/// The stores under the contract, and records to fill them with.

#include <watchword/auth/ports/store.hpp>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace watchword::contract {

/// How the suite makes an empty store. Each store adds itself in backends.cpp.
struct Backend {
    std::string name;
    std::function<std::unique_ptr<auth::Store>()> make;
};
inline std::ostream& operator<<(std::ostream& out, const Backend& backend) {
    return out << backend.name;
}
std::vector<Backend> backends();
inline std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    return info.param.name;
}

/// One empty store a test.
class StoreContract : public testing::TestWithParam<Backend> {
  protected:
    std::unique_ptr<auth::Store> store_ = GetParam().make();
    auth::UserStore& users_ = store_->users();
    auth::SessionStore& sessions_ = store_->sessions();
    auth::ClientStore& clients_ = store_->clients();
    auth::KeyStore& keys_ = store_->keys();
};

/// A sentence for each group of tests, run on every store.
#define EVERY_STORE(Suite) \
    INSTANTIATE_TEST_SUITE_P(EveryStore, Suite, testing::ValuesIn(contract::backends()), contract::backend_name)

inline const TimePoint noon = from_unix_seconds(1'800'000'000);
constexpr Milliseconds tick{1};

crypto::Digest digest(std::string_view text);
/// "s7" of "s" and 7.
std::string numbered(std::string text, int number);
auth::User user(std::string name, auth::Role role = auth::Role::user);
/// Opened at noon by the user of that name; idle for a day, ten days at most.
auth::Session session(std::string id, std::string_view user_name);
/// Its first refresh token has the secret "1".
auth::RefreshFamily family(std::string handle, const auth::Session& session);
/// Presents the token with secret `presented` and offers `successor` instead of it.
auth::RotationRequest request(const auth::RefreshFamily& family, std::string presented, std::string successor,
                              TimePoint now = noon);
/// What seals `successor` under `presented` in these tests.
Bytes sealed(std::string_view presented, std::string_view successor);

}  // namespace watchword::contract

namespace watchword::auth {
bool operator==(const User& a, const User& b);
bool operator==(const Session& a, const Session& b);
bool operator==(const RefreshFamily& a, const RefreshFamily& b);
bool operator==(const Client& a, const Client& b);
bool operator==(const KeyRecord& a, const KeyRecord& b);
void PrintTo(RotationOutcome outcome, std::ostream* out);
}  // namespace watchword::auth
