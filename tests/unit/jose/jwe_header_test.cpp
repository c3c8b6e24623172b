#include "jwe_fixture.hpp"

namespace watchword::jose {
namespace {

struct Case {
    std::string_view header;
    std::string_view expected;
};

TEST(JweHeader, IsHeldToItsRules) {
    constexpr auto cases = std::to_array<Case>({
        {R"({"alg":"dir","enc":"A128GCM"})", "ok"},
        {R"({"alg":"dir","enc":"A128GCM","kid":"k","typ":"x","unknown":{"a":[]}})", "ok"},
        {R"({"enc":"A128GCM"})", "malformed"},
        {R"({"alg":"dir"})", "malformed"},
        {R"({"alg":null,"enc":"A128GCM"})", "malformed"},
        {R"({"alg":["dir"],"enc":"A128GCM"})", "malformed"},
        {R"({"alg":"dir","enc":1})", "malformed"},
        {R"({"alg":"Dir","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"dir ","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"none","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"HS256","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"A128KW","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"RSA1_5","enc":"A128GCM"})", "algorithm_not_allowed"},
        {R"({"alg":"dir","enc":"a128gcm"})", "algorithm_not_allowed"},
        {R"({"alg":"dir","enc":"A256GCM"})", "unknown_key"},
        {R"({"alg":"dir","enc":"A128CBC-HS256"})", "unknown_key"},
        {R"({"alg":"dir","enc":"A128GCM","kid":"other"})", "unknown_key"},
        {R"({"alg":"dir","enc":"A128GCM","kid":""})", "unknown_key"},
        {R"({"alg":"dir","enc":"A128GCM","kid":7})", "malformed"},
        {R"({"alg":"dir","enc":"A128GCM","crit":["exp"],"exp":1})", "unsupported_critical"},
        {R"({"alg":"dir","enc":"A128GCM","crit":["zip"]})", "unsupported_critical"},
        {R"({"alg":"dir","enc":"A128GCM","crit":[]})", "unsupported_critical"},
        {R"({"alg":"dir","enc":"A128GCM","zip":"DEF"})", "algorithm_not_allowed"},
        {R"({"alg":"dir","enc":"A128GCM","zip":"def"})", "malformed"},
        {R"({"alg":"dir","enc":"A128GCM","zip":null})", "malformed"},
        {R"({"alg":"dir","enc":"A128GCM","alg":"dir"})", "malformed"},
        {R"({"alg":"dir","enc":"A128GCM"} )", "ok"},
        {R"(["alg","dir"])", "malformed"},
        {"", "malformed"},
    });
    for (const Case& row : cases) {
        const auto opened = decrypt_jwe(direct_jwe(row.header), direct_keys(), accepting(KeyManagement::dir));
        EXPECT_EQ(outcome(opened), row.expected) << row.header;
    }
}

TEST(JweHeader, WhatIsNotNamedIsNotAccepted) {
    const std::string jwe = direct_jwe(R"({"alg":"dir","enc":"A128GCM"})");
    EXPECT_EQ(outcome(decrypt_jwe(jwe, direct_keys(), {.algorithms = KeyManagementSet::none()})),
              "algorithm_not_allowed");
    const JweRequirements other{.algorithms = {KeyManagement::dir}, .encryptions = {ContentEncryption::A256GCM}};
    EXPECT_EQ(outcome(decrypt_jwe(jwe, direct_keys(), other)), "algorithm_not_allowed");
}

TEST(JweHeader, WithoutAKidTheKeyMustBeTheOnlyOneOfItsAlgorithm) {
    std::vector<DecryptionKey> keys = direct_keys();
    const std::string unnamed = direct_jwe(R"({"alg":"dir","enc":"A128GCM"})");
    const std::string named = direct_jwe(R"({"alg":"dir","enc":"A128GCM","kid":"k"})");
    keys.push_back(sample_decryption_key(KeyManagement::A128KW, "k"));
    EXPECT_EQ(outcome(decrypt_jwe(unnamed, keys, accepting(KeyManagement::dir))), "ok");
    keys.push_back(direct_key(ContentEncryption::A128GCM, "k2"));
    EXPECT_EQ(outcome(decrypt_jwe(unnamed, keys, accepting(KeyManagement::dir))), "unknown_key");
    EXPECT_EQ(outcome(decrypt_jwe(named, keys, accepting(KeyManagement::dir))), "ok");
}

TEST(JweHeader, NoKeySharedMeansNoEncryptedKey) {
    RawJwe jwe = raw_jwe(R"({"alg":"dir","enc":"A128GCM"})", direct_secret(), "text");
    jwe.encrypted_key = base64("16 bytes of key!");
    EXPECT_EQ(outcome(decrypt_jwe(jwe.compact(), direct_keys(), accepting(KeyManagement::dir))), "malformed");

    const DecryptionKey key = sample_decryption_key(KeyManagement::ECDH_ES);
    std::string agreed = encrypt_jwe(as_bytes("text"), key.encryption_key(), {}, test_random()).value();
    agreed.insert(agreed.find('.') + 1, "AAAA");
    EXPECT_EQ(outcome(decrypt_jwe(agreed, {key}, accepting(KeyManagement::ECDH_ES))), "malformed");
}

}  // namespace
}  // namespace watchword::jose
