/// Hashes that passlib 1.7.4, Django 5.2 and Werkzeug 3.1 (Python) wrote, each with the call that wrote it. Django's
/// Argon2PasswordHasher had time_cost=1, memory_cost=64, parallelism=2.

#include <watchword/passwords/passwords.hpp>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

using namespace std::string_literals;

struct Written {
    const char* call;
    const char* encoded;
};

/// pw = "päss wörd"
const Written written[] = {
    {R"(bcrypt_sha256.using(rounds=4, version=1, ident="2a").hash(pw))",
     "$bcrypt-sha256$2a,4$w7ZDk2nLt8YteAzGSp9DRu$MVcZwQQVodbqpquHuVkX6TNhzSrjAXW"},
    {R"(bcrypt_sha256.using(rounds=4, version=1, ident="2b").hash(pw))",
     "$bcrypt-sha256$2b,4$5nH0lS/9UBtqjg7OO1cFRO$o.Ltf90gbMCqaJJPId8gTvB79NsL0SO"},
    {R"(bcrypt_sha256.using(rounds=4).hash(pw))",
     "$bcrypt-sha256$v=2,t=2b,r=4$/.pYlgDDtKgH20qxHFSWke$rIprLyxnlDiGhviYNiYY1UI/v.xSkmK"},
    {R"(pbkdf2_sha1.using(rounds=1000).hash(pw))", "$pbkdf2$1000$bU1pzdnbWwshJGRMqZXS2g$itSbAzaUvN9pwGgnQ8bjRh8XmL0"},
    {R"(pbkdf2_sha256.using(rounds=1000).hash(pw))",
     "$pbkdf2-sha256$1000$lPIeg3AOwfg/B6BUyjnHOA$OpaBoD6ucrzmpdp9GZdNxqVZlIHEuvUiHwTetmkp3H0"},
    {R"(pbkdf2_sha512.using(rounds=1000).hash(pw))",
     "$pbkdf2-sha512$1000$uVeqVao1ZgyB8N67t7bWWg$fuXB1T.UxXzq54rqoOtH2ubDNtGFWZNEhsj5XK9g72CiJ1TC7/TDU"
     "X3ia4gZS4rgmM8v7siNl37IAulzRdnqBg"},
    {R"(pbkdf2_sha512.using(rounds=1000, salt_size=64).hash(pw))",
     "$pbkdf2-sha512$1000$BqBUao2RspZybo3RunduLQWglFIqZWwt5fyf857zntP6/x9jLKX03vufU8rZWytF6J3zHiPEOGdM"
     "6Z0TovTeWw$QAGi8.6JccQxRYg20se0OjoWmI8Wodb.nIUj6cRGD0Zucji/ElHkHvWgpRxBY30fVLytLbFBTB.mDFOZVCu/P"
     "A"},
    {R"(scrypt.using(rounds=8).hash(pw))",
     "$scrypt$ln=8,r=8,p=1$ibEWQugdY2wtpfReKyWEcA$+W0hQT3OF50NfKTxHlNMvhI6l4TDK/nCTN1Nh9AzBjk"},
    {R"(scrypt.using(rounds=4, block_size=1, parallelism=3).hash(pw))",
     "$scrypt$ln=4,r=1,p=3$EMJ4b631Puf8HwNgzFkLIQ$Bt22JJja94Eqw6S9q1CgdE3SAAek1Ml2EthZI8pX7y8"},
    {R"(argon2.using(type="i", rounds=1, memory_cost=64, parallelism=2).hash(pw))",
     "$argon2i$v=19$m=64,t=1,p=2$W0tJifF+L+U8JwQgZKx1jg$98abRRfqY2f6lBZdc13C6nvZPadM1uGS8Enn+Pu7amg"},
    {R"(argon2.using(type="d", rounds=1, memory_cost=64, parallelism=2).hash(pw))",
     "$argon2d$v=19$m=64,t=1,p=2$h5DSWqv1nlNKyfnfW0vJmQ$1qNVdA5ITZ5wHUbVHREjPa+oLKwvJBSy2gjxJVKprsc"},
    {R"(bcrypt.using(rounds=4).hash(pw))", "$2b$04$k9TH.7JFTk15qlieNPvp/OU7eAp3FZNZUraLdjuMtp66k1UsNxXI."},
    {R"(sha256_crypt.using(rounds=1000).hash(pw))",
     "$5$rounds=1000$HRgmSRiGq3lrveX/$Ux5rxgpsz5I1kwe/G6ZPtzEGjT4NTBKnFSZBJwrtCw2"},
    {R"(sha256_crypt.using(rounds=5000).hash(pw))", "$5$dy5xIqL/ZvGdMEK0$p6wz8ULzzsU9NUgeER1KhvfWB8NbOcXcIP3kgdKJtB3"},
    {R"(sha512_crypt.using(rounds=1000, salt_size=8).hash(pw))",
     "$6$rounds=1000$D4OB3TP3$KuHBVuz1Quz1MhfSWJvIYsR5Yygg.PqgQ9RoQ8FCcaMrIdSqITEYGe2zEZcCZqaQo2zitRHD"
     "mCYGG54.kx1iR/"},
    {R"(django_pbkdf2_sha256.using(rounds=1000).hash(pw))",
     "pbkdf2_sha256$1000$LZfFqcdhxXkg$h2FFDlMiL3H7aMDLVWsFlrGlcTEo9AH1hpPe4QGkvAM="},
    {R"(django_bcrypt_sha256.using(rounds=4).hash(pw))",
     "bcrypt_sha256$$2b$04$VwxS/oGh.0RjNhQIvLJowOeUmRVrQQOkMubS/8E2QgJNXHmtMyWXW"},
    {R"(PBKDF2PasswordHasher().encode(pw, "seasalt", 1000))",
     "pbkdf2_sha256$1000$seasalt$J5e5kMbZF3dvbqLLmkNBuVbmARCykNzcM2TY6CXi9So="},
    {R"(PBKDF2SHA1PasswordHasher().encode(pw, "seasalt", 1000))",
     "pbkdf2_sha1$1000$seasalt$tAQVFdMai43RGPpTjksscjlrvbo="},
    {R"(BCryptSHA256PasswordHasher().encode(pw, b"$2b$04$abcdefghijklmnopqrstuu"))",
     "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuT06Rn7xHS1p2BpK3pUGwkL.vtRcLjOi"},
    {R"(BCryptPasswordHasher().encode(pw, b"$2b$04$abcdefghijklmnopqrstuu"))",
     "bcrypt$$2b$04$abcdefghijklmnopqrstuug0dDbOpa5ZqsJa.0FXc9Cfct0Dpi9wq"},
    {R"(ScryptPasswordHasher().encode(pw, "seasalt", n=16, r=8, p=5))",
     "scrypt$16$seasalt$8$5$N2AKQ4C58lr1SKlC8FcVhNg77Z77XaSJE442dxYJ+vRQecIoLPFKVHoFhoBxk6FU/vq6Zu+VCQ"
     "+7IUmGBpA26g=="},
    {R"(Argon2PasswordHasher().encode(pw, "seasaltseasalt"))",
     "argon2$argon2id$v=19$m=64,t=1,p=2$c2Vhc2FsdHNlYXNhbHQ$AVoi4imuc01LYM6/FFvyzlHrJMlfedtc4IuFY6MYaw"
     "Y"},
    {R"(generate_password_hash(pw, "pbkdf2:sha1:1000"))",
     "pbkdf2:sha1:1000$OtpVy9hBas0k71zd$6b9c77f2962328066dd6b2781283d9faeabf0c08"},
    {R"(generate_password_hash(pw, "pbkdf2:sha256:1000"))",
     "pbkdf2:sha256:1000$DYtZnAUFzbyAtK3q$901e1e883369f12f2ec48cfb75d1b495763945557cd929a18ca1dd5f8801"
     "8c1d"},
    {R"(generate_password_hash(pw, "pbkdf2:sha384:1000"))",
     "pbkdf2:sha384:1000$NLcVB6dD7qgULcmX$217afd7411f9641b0bac9aaee8c15235b31c273eaf1a2a3d47e90ec5cc13"
     "dd6a18be7756fe3b85123b5c81c5ea8cd404"},
    {R"(generate_password_hash(pw, "pbkdf2:sha512:1000"))",
     "pbkdf2:sha512:1000$CzkRG6D5g8LShAsq$41541eb9c4caee461baec2c49d1237dab68522195c3f98b58494e0784940"
     "a7a5b7050e346bf0b1f33258c49475c6f65990d030d8581cd69f89f37cb85b9f422f"},
    {R"(generate_password_hash(pw, "scrypt:1024:8:1"))",
     "scrypt:1024:8:1$EhAEf7Bc5Ch3Rjcq$783d748a080e74d78759aa6840b0728e16894f39dcf360ef690d30a62973395"
     "52e496af651bc95e891635e610b7a5e693231d0ee805954a23e424838a2317647"},
    {R"(generate_password_hash(pw, "scrypt:1024:8:2", 40))",
     "scrypt:1024:8:2$KRGHRmBJ7TPfHdWoa6uNK3lj2aBfo3S7E7cthxxz$593fc39e17063040a1af80769a7a0de27cc27ca"
     "b5e64c783f956492d08b1f99ac02017c83ea6d95537fa55e9558aad04cb2369b0603cf253b327c6e0de368c19"},
};

TEST(ForeignHashes, MatchThePasswordTheyWereMadeOf) {
    for (const Written& hash : written) {
        const auto verified = verify(SecretBytes("p\u00e4ss w\u00f6rd"), hash.encoded, {});
        ASSERT_TRUE(verified) << hash.call << ": " << verified.error().detail();
        EXPECT_EQ(verified->match, Match::yes) << hash.call;
        EXPECT_EQ(verified->rehash, Rehash::needed) << hash.call;
    }
}

TEST(ForeignHashes, MatchNoOtherPassword) {
    for (const Written& hash : written) {
        const auto verified = verify(SecretBytes("p\u00e4ss w\u00f6rD"), hash.encoded, {});
        ASSERT_TRUE(verified) << hash.call;
        EXPECT_EQ(verified->match, Match::no) << hash.call;
    }
}

TEST(ForeignHashes, AreRefusedWhenAnythingIsAddedOrCutOff) {
    const auto is_accepted = [](const std::string& encoded) {
        const auto verified = verify(SecretBytes("p\u00e4ss w\u00f6rd"), encoded, {});
        return verified && verified->match == Match::yes;
    };
    for (const Written& hash : written) {
        const std::string encoded = hash.encoded;
        for (const char* const added : {"$", "=", "A", "\n", " ", ".", "0"})
            EXPECT_FALSE(is_accepted(encoded + added)) << hash.call << " and " << added;
        for (std::size_t size = 0; size < encoded.size(); ++size)
            EXPECT_FALSE(is_accepted(encoded.substr(0, size))) << hash.call << " up to " << size;
        EXPECT_FALSE(is_accepted(" " + encoded)) << hash.call;
    }
}

struct Unusual {
    const char* call;
    std::string password;
    std::string other;
    const char* encoded;
};

const Unusual unusual[] = {
    {R"(bcrypt_sha256.using(rounds=4, version=1).hash(pw))", std::string(200, 'x'), std::string(199, 'x'),
     "$bcrypt-sha256$2b,4$/4BDlN1szChVRnvlsNKe0.$lqVK8zZgXAy7PPss.a8LNBxapja5Ira"},
    {R"(bcrypt_sha256.using(rounds=4).hash(pw))", std::string(200, 'x'), std::string(199, 'x'),
     "$bcrypt-sha256$v=2,t=2b,r=4$YmevqWwCuNvtqMLmgqdeuu$qccy4zK/hYjqwsPkaxSQ9MLD6f4VRuG"},
    {R"(BCryptSHA256PasswordHasher().encode(pw, b"$2b$04$abcdefghijklmnopqrstuu"))", std::string(200, 'x'),
     std::string(199, 'x'), "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuVhCdabErqLo/XBOf43h9aszmq1NitAS"},
    {R"(sha512_crypt.using(rounds=1000).hash(pw))", std::string(128, 'x'), std::string(127, 'x'),
     "$6$rounds=1000$cse3lxPjmcXOL/R3$9WBvXmd4WjID7REsW30Vmce7Q4kkfxLNLvJHZOqbe5mshQAmip1o1t/gfh/rWp9X"
     "mqQY5TnDMBRtXMO6aCZHA."},
    {R"(pbkdf2_sha256.using(rounds=1).hash(pw))", ""s, "x"s,
     "$pbkdf2-sha256$1$HMP4X0tp7X3v/T9nzJlT6g$DBwvdqT8OoJF2vzIn/BA9DleeTvb5V/BAQ.S4Ozbp4M"},
    {R"(generate_password_hash(pw, "scrypt:1024:8:1"))", ""s, "x"s,
     "scrypt:1024:8:1$5JTXwVh3fCFEGuRu$90f127dd2693e1c490ccaf773511bd5548e077b1751a7a0efaff3542821b6da"
     "3722c0fe29ac6c999439afd50b11b19e507174f5b9606316025dd09552088c294"},
    {R"(pbkdf2_sha256.using(rounds=1).hash(pw))", "a\0b"s, "a"s,
     "$pbkdf2-sha256$1$8F6LkfKes3bO.X9PSUkphQ$/3KyvpLLZ/qv8YRfMAIcfretgBGUZF6cmweeMtK./Ro"},
    {R"(bcrypt_sha256.using(rounds=4).hash(pw))", "a\0b"s, "a"s,
     "$bcrypt-sha256$v=2,t=2b,r=4$v2fGFmovdkocTd4UUQG/Ne$LTvDI0TMZ6eUEuK2rEjrMXhNsMv7ic2"},
    {R"(BCryptSHA256PasswordHasher().encode(pw, b"$2b$04$abcdefghijklmnopqrstuu"))", "a\0b"s, "a"s,
     "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuu9L9OfUs9F74zk2lLltZHjsngJvSteCG"},
    {R"(generate_password_hash(pw, "scrypt:1024:8:1"))", "a\0b"s, "a"s,
     "scrypt:1024:8:1$g1eomuQAWk8l9ttb$4fef6facc46b06fa256ac9c616f060b3061d2cfe80ecfab1efbd7e539c44cd6"
     "5c635bfe29189a4061a80ec69db2390f7095c016d63524d72cfb0ad5b5c0036da"},
};

TEST(ForeignHashes, TakeEmptyAndLongPasswordsAndNulWhereTheSchemeDoes) {
    for (const Unusual& hash : unusual) {
        EXPECT_EQ(verify(SecretBytes(hash.password), hash.encoded, {})->match, Match::yes) << hash.call;
        EXPECT_EQ(verify(SecretBytes(hash.other), hash.encoded, {})->match, Match::no) << hash.call;
    }
}

TEST(ForeignHashes, RefuseWhatTheSchemeWouldTruncate) {
    const auto error = [](const std::string& password, const char* encoded) {
        return verify(SecretBytes(password), encoded, {}).error();
    };
    const char* const django_bcrypt = "bcrypt$$2b$04$abcdefghijklmnopqrstuug0dDbOpa5ZqsJa.0FXc9Cfct0Dpi9wq";
    EXPECT_EQ(error(std::string(73, 'x'), django_bcrypt), Error::password_too_long);
    EXPECT_EQ(error("a\0b"s, django_bcrypt), Error::invalid_password);
    const char* const sha_crypt = "$5$aNu0exXe89NQ5qFM$S9w2dPK991PbnZH0CYpTQWb9OS2eIpNquph8RRwoIq0";
    EXPECT_EQ(error(std::string(129, 'x'), sha_crypt), Error::password_too_long);
    EXPECT_EQ(error("a\0b"s, sha_crypt), Error::invalid_password);
}

}  // namespace
}  // namespace watchword::passwords
