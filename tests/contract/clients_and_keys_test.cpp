#include <atomic>
#include <thread>

#include "backend.hpp"

namespace watchword {
namespace {

using namespace contract;

auth::Client client(std::string id) {
    return {.id = std::move(id),
            .secret_hash = digest("secret"),
            .grants = {"client_credentials", "refresh_token"},
            .scopes = {"read", "write"},
            .resources = {"https://api.example.com"},
            .end_user_address = auth::EndUserAddress::believed,
            .created_at = noon};
}

auth::KeyRecord key(std::string kid, TimePoint created_at = noon, std::string algorithm = "ES256") {
    return {.kid = std::move(kid),
            .algorithm = std::move(algorithm),
            .public_jwk = R"({"kty":"EC"})",
            .sealed_private_jwk = {0, 1, 2, 255},
            .created_at = created_at,
            .signs_from = created_at + Seconds(60),
            .signs_until = {},
            .published_until = {}};
}

using ClientStoreContract = StoreContract;
EVERY_STORE(ClientStoreContract);

TEST_P(ClientStoreContract, FindsAClientAsItWasAdded) {
    const auth::Client confidential = client("a");
    auth::Client bare;
    bare.id = "b";
    ASSERT_TRUE(clients_.add(confidential));
    ASSERT_TRUE(clients_.add(bare));
    EXPECT_EQ(clients_.find("a").value(), confidential);
    EXPECT_EQ(clients_.find("b").value(), bare);
    EXPECT_FALSE(clients_.find("c").value());
}

TEST_P(ClientStoreContract, RefusesAnIdThatIsTaken) {
    ASSERT_TRUE(clients_.add(client("a")));
    EXPECT_EQ(clients_.add(client("a")).error(), Error::name_taken);
    EXPECT_TRUE(clients_.add(client("A"))) << "ids are compared exactly";
}

TEST_P(ClientStoreContract, ListsClientsInTheOrderOfTheirIds) {
    for (const char* id : {"b", "c", "a"}) {
        ASSERT_TRUE(clients_.add(client(id)));
    }
    std::string ids;
    const std::vector<auth::Client> all = clients_.list().value();
    for (const auth::Client& listed : all) {
        ids += listed.id;
    }
    EXPECT_EQ(ids, "abc");
}

TEST_P(ClientStoreContract, EndsTheSessionsOfAClientThatIsRemoved) {
    ASSERT_TRUE(clients_.add(client("a")));
    ASSERT_TRUE(users_.add(user("alice")));
    auth::Session through_it = session("s", "alice");
    through_it.client_id = "a";
    const auth::RefreshFamily tokens = family("f", through_it);
    ASSERT_TRUE(sessions_.open(through_it, &tokens));
    ASSERT_TRUE(sessions_.open(session("other", "alice"), nullptr));

    ASSERT_TRUE(clients_.remove("a", noon + tick));
    EXPECT_FALSE(clients_.find("a").value());
    EXPECT_EQ(sessions_.find("s").value()->ended_at, noon + tick);
    EXPECT_FALSE(sessions_.find_family(tokens.handle_hash).value());
    EXPECT_TRUE(sessions_.find("other").value()->is_live(noon + tick));
    EXPECT_EQ(clients_.remove("a", noon).error(), Error::not_found);
}

using KeyStoreContract = StoreContract;
EVERY_STORE(KeyStoreContract);

TEST_P(KeyStoreContract, ListsKeysAsTheyWereAddedOldestFirst) {
    auth::KeyRecord ended = key("a", noon + Seconds(1));
    ended.signs_until = noon + Seconds(2);
    ended.published_until = noon + Seconds(3);
    const auth::KeyRecord oldest = key("b", noon);
    ASSERT_TRUE(keys_.add_if_none(ended).value());
    ASSERT_TRUE(keys_.add_if_none(oldest).value());
    EXPECT_EQ(keys_.list().value(), (std::vector{oldest, ended}));
}

TEST_P(KeyStoreContract, AddsAKeyOnlyIfTheAlgorithmHasNoneWithoutAnEnd) {
    EXPECT_TRUE(keys_.add_if_none(key("a")).value());
    EXPECT_FALSE(keys_.add_if_none(key("b")).value());
    EXPECT_TRUE(keys_.add_if_none(key("c", noon, "RS256")).value());
    EXPECT_EQ(keys_.list()->size(), 2U);
}

TEST_P(KeyStoreContract, LetsTwoWhoStartAtOnceAgreeOnOneKey) {
    std::atomic<int> added{0};
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([&, thread] {
                if (keys_.add_if_none(key(numbered("key", thread))).value()) ++added;
            });
        }
    }
    EXPECT_EQ(added, 1);
    EXPECT_EQ(keys_.list()->size(), 1U);
}

TEST_P(KeyStoreContract, GivesAllOthersTheirEndsWhenItRotatesWhateverTheirAlgorithm) {
    ASSERT_TRUE(keys_.add_if_none(key("first")).value());
    ASSERT_TRUE(keys_.add_if_none(key("other algorithm", noon, "RS256")).value());
    ASSERT_TRUE(keys_.rotate(key("second", noon + Seconds(1)), noon + Seconds(10), noon + Seconds(20)));
    ASSERT_TRUE(keys_.rotate(key("third", noon + Seconds(2)), noon + Seconds(30), noon + Seconds(40)));

    const std::vector<auth::KeyRecord> all = keys_.list().value();
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].signs_until, noon + Seconds(10)) << "an end that is set stays";
    EXPECT_EQ(all[0].published_until, noon + Seconds(20));
    EXPECT_EQ(all[1].signs_until, noon + Seconds(10));
    EXPECT_EQ(all[1].published_until, noon + Seconds(20));
    EXPECT_EQ(all[2].signs_until, noon + Seconds(30));
    EXPECT_EQ(all[2].published_until, noon + Seconds(40));
    EXPECT_EQ(all[3], key("third", noon + Seconds(2)));
}

TEST_P(KeyStoreContract, ChangesNothingIfTheNextKeyHasAUsedId) {
    ASSERT_TRUE(keys_.add_if_none(key("a")).value());
    EXPECT_EQ(keys_.rotate(key("a"), noon, noon).error(), Error::internal);
    EXPECT_EQ(keys_.list().value(), std::vector{key("a")});
}

TEST_P(KeyStoreContract, RemovesKeysWhosePublicationIsOverAndNotBefore) {
    ASSERT_TRUE(keys_.add_if_none(key("first")).value());
    ASSERT_TRUE(keys_.rotate(key("second"), noon + Seconds(10), noon + Seconds(20)));
    EXPECT_EQ(keys_.remove_retired(noon + Seconds(20) - tick).value(), 0U);
    EXPECT_EQ(keys_.remove_retired(noon + Seconds(20)).value(), 1U);
    EXPECT_EQ(keys_.list().value(), std::vector{key("second")});
}

}  // namespace
}  // namespace watchword
