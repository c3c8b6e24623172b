#include <watchword/auth/identifiers.hpp>
#include <watchword/auth/names.hpp>

#include <gtest/gtest.h>

namespace watchword::auth {
namespace {

using namespace std::string_literals;

TEST(UserNames, HaveOneToAHundredAndTwentyEightCharacters) {
    EXPECT_TRUE(check_user_name("a"));
    EXPECT_TRUE(check_user_name("Zoë Müller"));
    EXPECT_TRUE(check_user_name(std::string(128, 'x')));
    EXPECT_EQ(check_user_name(std::string(129, 'x')).error(), Error::invalid_name);
    std::string wide;
    for (int i = 0; i < 128; ++i)
        wide += "\xf0\x9f\x90\xa6";
    EXPECT_TRUE(check_user_name(wide)) << "characters are counted, not bytes";
    EXPECT_EQ(check_user_name(wide + "x").error(), Error::invalid_name);
}

TEST(UserNames, HaveNoControlCharactersAndNoSurroundingSpaces) {
    for (const std::string& name :
         {""s, " alice"s, "alice "s,
          "\xc2\xa0"
          "alice"s,
          "al\nice"s, "al\0ice"s, "al\x7fice"s, "al\xc2\x85ice"s, "al\xe2\x80\xa8ice"s, "\xff"s, "\xed\xa0\x80"s})
        EXPECT_EQ(check_user_name(name).error(), Error::invalid_name) << name;
}

TEST(Emails, AreEmptyOrSomethingAtSomething) {
    for (const char* email : {"", "a@b", "alice@example.org", "jörg@münchen.example"})
        EXPECT_TRUE(check_email(email));
    for (const char* email : {"alice", "@example.org", "alice@", "a@b@c", "a b@c", "a@b\n", "\xff@b"})
        EXPECT_EQ(check_email(email).error(), Error::invalid_email) << email;
    EXPECT_TRUE(check_email(std::string(64, 'l') + "@" + std::string(189, 'd')));
    EXPECT_EQ(check_email(std::string(65, 'l') + "@d").error(), Error::invalid_email);
    EXPECT_EQ(check_email(std::string(64, 'l') + "@" + std::string(190, 'd')).error(), Error::invalid_email);
}

TEST(ClientIds, AreUnreservedCharactersAndNobodyElsesName) {
    EXPECT_TRUE(check_client_id("My-app_1.0~x"));
    EXPECT_TRUE(check_client_id(std::string(128, 'x')));
    for (const std::string& id : {""s, std::string(129, 'x'), "a b"s, "a/b"s, "é"s, "watchword"s})
        EXPECT_EQ(check_client_id(id).error(), Error::invalid_name) << id;
}

TEST(ClientIds, CannotLookLikeTheIdOfAUser) {
    SystemRandom random;
    EXPECT_EQ(check_client_id(new_user_id(random)).error(), Error::invalid_name);
    EXPECT_TRUE(check_client_id("u_short"));
}

TEST(Identifiers, TellTheirKindAndDiffer) {
    SystemRandom random;
    EXPECT_TRUE(new_user_id(random).starts_with("u_"));
    EXPECT_TRUE(new_session_id(random).starts_with("s_"));
    EXPECT_EQ(new_user_id(random).size(), 24U);  // 128 bits
    EXPECT_EQ(new_secret(random).size(), 43U);   // 256 bits
    EXPECT_NE(new_token_id(random), new_token_id(random));
}

}  // namespace
}  // namespace watchword::auth
