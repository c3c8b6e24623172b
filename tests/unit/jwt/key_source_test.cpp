#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

using jose::Algorithm;

jose::VerificationKey hmac_key(Algorithm algorithm, std::string kid) {
    static PredictableRandomForTests random;
    return jose::HmacKey::generate(algorithm, random, std::move(kid)).verification_key();
}

std::string found(const StaticKeys& keys, Algorithm algorithm, std::optional<std::string_view> kid) {
    const auto key = keys.find({algorithm, kid});
    const auto serial = keys.find_serial({algorithm, kid});
    EXPECT_EQ(serial.has_value(), key.has_value());
    EXPECT_EQ(serial.value_or(0), key ? key->serial() : 0);
    return key ? "found " + key->kid() : std::string(key.error().name());
}

TEST(StaticKeys, findTheKeyOfThatAlgorithmAndKid) {
    const StaticKeys keys(std::vector{hmac_key(Algorithm::HS256, "a"), hmac_key(Algorithm::HS256, "b"),
                                      hmac_key(Algorithm::HS512, "b"), hmac_key(Algorithm::HS384, "")});
    EXPECT_EQ(found(keys, Algorithm::HS256, "a"), "found a");
    EXPECT_EQ(found(keys, Algorithm::HS256, "b"), "found b");
    EXPECT_EQ(found(keys, Algorithm::HS512, "a"), "unknown_key");
    EXPECT_EQ(found(keys, Algorithm::ES256, "a"), "unknown_key");
}

TEST(StaticKeys, doNotFallBackToAnotherKeyForAnUnknownKid) {
    const StaticKeys one(hmac_key(Algorithm::HS256, "a"));
    for (const std::string_view kid : {"b", "A", "", "../a", "a "}) {
        EXPECT_EQ(found(one, Algorithm::HS256, kid), "unknown_key") << kid;
    }
}

TEST(StaticKeys, takeTheKeyWithoutAKidWhateverTheTokenCallsIt) {
    const StaticKeys nameless(hmac_key(Algorithm::HS256, ""));
    EXPECT_EQ(found(nameless, Algorithm::HS256, "a"), "found ");
    EXPECT_EQ(found(nameless, Algorithm::HS512, "a"), "unknown_key");
}

TEST(StaticKeys, withoutAKidTakeTheOnlyKeyOfTheAlgorithm) {
    const StaticKeys keys(
        std::vector{hmac_key(Algorithm::HS256, "a"), hmac_key(Algorithm::HS256, "b"), hmac_key(Algorithm::HS512, "c")});
    EXPECT_EQ(found(keys, Algorithm::HS512, std::nullopt), "found c");
    EXPECT_EQ(found(keys, Algorithm::HS256, std::nullopt), "unknown_key");
    EXPECT_EQ(found(StaticKeys(std::vector<jose::VerificationKey>{}), Algorithm::HS256, std::nullopt), "unknown_key");
}

TEST(StaticKeys, refuseToChooseBetweenTwoKeysOfOneName) {
    const StaticKeys twins(std::vector{hmac_key(Algorithm::HS256, "a"), hmac_key(Algorithm::HS256, "a")});
    EXPECT_EQ(found(twins, Algorithm::HS256, "a"), "unknown_key");
}

/// Says itself only what every source must.
class OneKey final : public KeySource {
  public:
    explicit OneKey(jose::VerificationKey key) : key_(std::move(key)) {}
    Result<jose::VerificationKey> find(const KeyQuery& query) const override {
        if (query.algorithm != key_.algorithm()) return Error::keys_unavailable;
        return key_;
    }

  private:
    jose::VerificationKey key_;
};

TEST(KeySource, knowsTheSerialOfWhatItFinds) {
    const jose::VerificationKey key = hmac_key(Algorithm::HS256, "a");
    const OneKey source(key);
    EXPECT_EQ(source.find_serial({Algorithm::HS256, "a"}).value(), key.serial());
    EXPECT_EQ(source.find_serial({Algorithm::ES256, "a"}).error(), Error::keys_unavailable);
}

TEST(Type, comparesMediaTypesWithoutCaseAndPrefix) {
    struct Case {
        std::optional<std::string_view> typ;
        bool access_token;
        bool plain;
    };
    for (const auto& [typ, access_token, plain] : std::vector<Case>{
             {"at+jwt", true, false},
             {"AT+JWT", true, false},
             {"application/at+jwt", true, false},
             {"APPLICATION/at+jwt", true, false},
             {"application/application/at+jwt", false, false},
             {"text/at+jwt", false, false},
             {"at+jwt ", false, false},
             {"at+jw", false, false},
             {"JWT", false, true},
             {"jwt", false, true},
             {"application/jwt", false, true},
             {"logout+jwt", false, false},
             {"", false, false},
             {std::nullopt, false, true},
         }) {
        EXPECT_EQ(Type::access_token().accepts(typ), access_token) << typ.value_or("none");
        EXPECT_EQ(Type::plain().accepts(typ), plain) << typ.value_or("none");
        EXPECT_TRUE(Type::any().accepts(typ)) << typ.value_or("none");
    }
    EXPECT_TRUE(Type::exactly("application/logout+jwt").accepts("Logout+JWT"));
}

TEST(Type, exactlyAcceptsNothingElseWhateverItIsGiven) {
    EXPECT_TRUE(Type::exactly("JWT").accepts("jwt"));
    EXPECT_FALSE(Type::exactly("JWT").accepts(std::nullopt));
    EXPECT_FALSE(Type::exactly("JWT").accepts("at+jwt"));
    // An empty setting is no permission.
    EXPECT_FALSE(Type::exactly("").accepts(std::nullopt));
    EXPECT_FALSE(Type::exactly("").accepts("JWT"));
    EXPECT_FALSE(Type::exactly("").accepts("at+jwt"));
}

TEST(Type, isPlainIfItSaysNothingAboutTheTokensPurpose) {
    for (const Type& plain : {Type::plain(), Type::exactly("JWT"), Type::exactly("application/jwt")})
        EXPECT_TRUE(plain.is_plain()) << plain.expected();
    for (const Type& telling : {Type::any(), Type::access_token(), Type::exactly("logout+jwt"), Type::exactly("")})
        EXPECT_FALSE(telling.is_plain()) << telling.expected();
}

}  // namespace
}  // namespace watchword::jwt::test
