#include <watchword/passwords/common_passwords.hpp>
#include <watchword/passwords/passwords.hpp>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

using namespace std::string_literals;

void expect(const std::string& password, std::optional<Error::Code> expected, std::string_view user = "alice") {
    const auto checked = check_new_password(SecretBytes(password), user);
    if (!expected) {
        EXPECT_TRUE(checked) << password << ": " << (checked ? "" : checked.error().name());
    } else if (checked) {
        ADD_FAILURE() << "accepted: " << password;
    } else {
        EXPECT_EQ(checked.error(), *expected) << password << ": " << checked.error().name();
    }
}

TEST(PasswordRules, FifteenCodePointsAreEnoughAndFourteenAreNot) {
    expect("kestrel marmot!", std::nullopt);
    expect("kestrel marmot", Error::password_too_short);
    expect("пароль-длинный", Error::password_too_short);  // 14 characters, 27 bytes
    expect("пароль-длинный1", std::nullopt);
}

TEST(PasswordRules, AThousandAndTwentyFourBytesAreAllowed) {
    std::string longest;
    for (int i = 0; longest.size() < 1024; ++i)
        longest += std::to_string(i * 7919) + "k";
    longest.resize(1024);
    expect(longest, std::nullopt);
    expect(longest + "x", Error::password_too_long);
}

TEST(PasswordRules, NulAndBrokenUtf8AreRefused) {
    expect("kestrel\0marmot-badger"s, Error::invalid_password);
    expect("kestrel marmot badger \xc3", Error::invalid_password);
    expect("kestrel marmot badger \xed\xa0\x80", Error::invalid_password);
}

TEST(PasswordRules, NobodyNeedsDigitsOrCapitalsAndSpacesAreWelcome) {
    expect("correct horse battery staple!", std::nullopt);
    expect("seven wet kestrels sing", std::nullopt);
    expect("пароль-длинный-уникальный", std::nullopt);
    expect("x7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$kx7$k", std::nullopt);
    expect("abcdefgh-unique-9f", std::nullopt);
}

TEST(PasswordRules, WhatAttackersTryFirstIsRefused) {
    const char* const patterns[] = {
        "password123456789",  "aaaaaaaaaaaaaaaa",     "1234567890123456",   "abcdefghijklmnop",   "qwertyuiopasdfghjkl",
        "ababababababababab", "zyxwvutsrqponmlkj",    "1qaz2wsx3edc4rfv",   "Password1Password1", "iloveyouiloveyou",
        "welcome2024welcome", "98765432109876543210", "letmeinletmein2025", "qazwsxqazwsxqazwsx", "!@#$%^&*()_+!@#$",
        "mypasswordissecure", "Manchester United!",   "ManchesterUnited",
    };
    for (const char* pattern : patterns)
        expect(pattern, Error::password_too_common);
}

TEST(PasswordRules, TheNamesOfTheUserAndOfTheServiceDoNotCount) {
    expect("watchword-alice-2024", Error::password_too_common);
    expect("AliceAliceAliceAlice", Error::password_too_common);
    expect("alice.smith.1984", Error::password_too_common, "Alice.Smith@example.org");
    expect("watchwordwatchword", Error::password_too_common);
    expect("alice likes wet kestrels", std::nullopt);
    expect("Жанна-Жанна-2024", Error::password_too_common, "Жанна");
}

TEST(PasswordRules, EveryListedPasswordIsRefusedAndLongEnoughToBeListed) {
    for (const std::u32string_view listed : common_passwords()) {
        const std::string text(listed.begin(), listed.end());
        EXPECT_GE(text.size(), 14U) << text;  // a space or a sign may make it 15
        if (text.size() >= 15) expect(text, Error::password_too_common);
    }
}

TEST(PasswordRules, AnOddUserNameDoesNoHarm) {
    expect("seven wet kestrels sing", std::nullopt, "");
    expect("seven wet kestrels sing", std::nullopt, "\xff\xfe");
    expect("seven wet kestrels sing", std::nullopt, "a b c d e f");
}

}  // namespace
}  // namespace watchword::passwords
