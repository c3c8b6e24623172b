#include <atomic>
#include <thread>

#include "jwe_fixture.hpp"

namespace watchword::jose {
namespace {

std::string round_trip(const DecryptionKey& key, const JweOptions& options) {
    const auto jwe = encrypt_jwe(as_bytes("a secret"), key.encryption_key(), options, test_random());
    return jwe ? text_of(decrypt_jwe(*jwe, {key}, accepting(key.algorithm()))) : std::string(jwe.error().name());
}

TEST(JweCompact, EveryAlgorithmComesBackWithEveryContentEncryption) {
    for (const KeyManagement algorithm : every_key_management) {
        for (const ContentEncryption encryption : every_content_encryption) {
            const DecryptionKey key = key_for(algorithm, encryption);
            EXPECT_EQ(round_trip(key, {.encryption = encryption, .password_iterations = 1000}), "a secret")
                << name(algorithm) << ' ' << name(encryption);
        }
    }
}

TEST(JweCompact, EveryCurveAgrees) {
    for (const std::string_view curve : {"P-256", "P-384", "P-521", "X25519", "X448"}) {
        for (const KeyManagement algorithm : {KeyManagement::ECDH_ES, KeyManagement::ECDH_ES_A256KW}) {
            const auto key = generate_decryption_key(algorithm, test_random(), curve);
            ASSERT_TRUE(key) << curve;
            EXPECT_EQ(round_trip(*key, {}), "a secret") << curve;
        }
    }
}

TEST(JweCompact, ThePlaintextMayBeEmpty) {
    for (const ContentEncryption encryption : every_content_encryption) {
        const DecryptionKey key = direct_key(encryption);
        const auto jwe = encrypt_jwe({}, key.encryption_key(), {.encryption = encryption}, test_random());
        EXPECT_EQ(text_of(decrypt_jwe(*jwe, {key}, accepting(KeyManagement::dir))), "");
    }
}

TEST(JweCompact, TheHeaderSaysWhatWasAskedFor) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::A256KW, "key 1");
    const JweOptions options{.type = "T", .content_type = "JWT", .more_json = R"({"apu":"QQ","x":[1,{"y":null}]})"};
    const auto jwe = encrypt_jwe(as_bytes("text"), key.encryption_key(), options, test_random());
    const auto opened = decrypt_jwe(*jwe, {key}, accepting(KeyManagement::A256KW));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->algorithm, KeyManagement::A256KW);
    EXPECT_EQ(opened->encryption, ContentEncryption::A256GCM);
    EXPECT_EQ(opened->header.root().to_json(),
              R"({"alg":"A256KW","kid":"key 1","enc":"A256GCM","typ":"T","cty":"JWT","apu":"QQ","x":[1,{"y":null}]})");
}

TEST(JweCompact, TheCallerCannotWriteWhatTheAlgorithmsWrite) {
    const EncryptionKey key = sample_decryption_key(KeyManagement::A128KW).encryption_key();
    for (const std::string_view more :
         {R"({"alg":"dir"})", R"({"enc":1})", R"({"kid":"x"})", R"({"zip":"DEF"})", R"({"crit":["x"]})",
          R"({"epk":{}})", R"({"iv":""})", R"({"tag":""})", R"({"p2s":""})", R"({"p2c":1})", R"({"typ":""})",
          R"({"cty":""})", "[]", R"({"a":1,"a":2})"}) {
        EXPECT_EQ(outcome(encrypt_jwe({}, key, {.more_json = std::string(more)}, test_random())), "malformed") << more;
    }
    EXPECT_EQ(outcome(encrypt_jwe({}, key, {.type = "\xff"}, test_random())), "malformed");
}

TEST(JweCompact, PartyInformationGoesIntoTheAgreedKey) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::ECDH_ES);
    EXPECT_EQ(round_trip(key, {.more_json = R"({"apu":"QWxpY2U","apv":"Qm9i"})"}), "a secret");
    EXPECT_EQ(round_trip(key, {.more_json = R"({"apu":"not base64url!"})"}), "malformed");
    EXPECT_EQ(round_trip(key, {.more_json = R"({"apv":1})"}), "malformed");
}

TEST(JweCompact, DirTakesTheLengthOfTheContentEncryptionOnly) {
    const DecryptionKey key = direct_key(ContentEncryption::A256GCM);
    EXPECT_EQ(round_trip(key, {.encryption = ContentEncryption::A256GCM}), "a secret");
    EXPECT_EQ(round_trip(key, {.encryption = ContentEncryption::A128GCM}), "weak_key");
    const auto jwe = raw_jwe(R"({"alg":"dir","enc":"A128GCM"})", direct_secret(), "text").compact();
    EXPECT_EQ(outcome(decrypt_jwe(jwe, {key}, accepting(KeyManagement::dir))), "unknown_key");
}

TEST(JweCompact, HasFiveSegments) {
    const std::string jwe = direct_jwe(R"({"alg":"dir","enc":"A128GCM"})");
    const auto opened = [](const std::string& text) {
        return outcome(decrypt_jwe(text, direct_keys(), accepting(KeyManagement::dir)));
    };
    EXPECT_EQ(opened(jwe), "ok");
    EXPECT_EQ(opened(jwe + "."), "malformed");
    EXPECT_EQ(opened("." + jwe), "malformed");
    EXPECT_EQ(opened(jwe.substr(0, jwe.rfind('.'))), "malformed");
    EXPECT_EQ(opened(""), "malformed");
    EXPECT_EQ(opened("...."), "malformed");
    EXPECT_EQ(opened(jwe + "="), "malformed");
    EXPECT_EQ(opened(R"({"protected":"x"})"), "malformed");
}

TEST(JweCompact, IsReadUpToTheLimitOnly) {
    const std::string jwe = direct_jwe(R"({"alg":"dir","enc":"A128GCM"})");
    JweRequirements required = accepting(KeyManagement::dir);
    required.max_bytes = jwe.size();
    EXPECT_EQ(outcome(decrypt_jwe(jwe, direct_keys(), required)), "ok");
    required.max_bytes = jwe.size() - 1;
    EXPECT_EQ(outcome(decrypt_jwe(jwe, direct_keys(), required)), "too_large");
}

TEST(JweCompact, NoBitOfItCanBeChanged) {
    for (const ContentEncryption encryption : every_content_encryption) {
        const DecryptionKey key = sample_decryption_key(KeyManagement::A128KW);
        const auto jwe =
            encrypt_jwe(as_bytes("a secret"), key.encryption_key(), {.encryption = encryption}, test_random());
        for (std::size_t at = jwe->find('.') + 1; at < jwe->size(); ++at) {
            std::string changed = *jwe;
            if (changed[at] == '.') continue;
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            const std::string got = outcome(decrypt_jwe(changed, {key}, accepting(KeyManagement::A128KW)));
            // The last character of a part has unused bits.
            EXPECT_TRUE(got == "decryption_failed" || got == "malformed") << at << ' ' << got;
        }
    }
}

TEST(JweCompact, TwoEncryptionsOfOneTextHaveNothingInCommon) {
    const DecryptionKey key = direct_key(ContentEncryption::A256GCM);
    const auto once = encrypt_jwe(as_bytes("text"), key.encryption_key(), {}, test_random());
    const auto again = encrypt_jwe(as_bytes("text"), key.encryption_key(), {}, test_random());
    EXPECT_NE(once->substr(once->find('.')), again->substr(again->find('.')));
}

TEST(JweCompact, ThreadsShareKeys) {
    std::vector<DecryptionKey> keys;
    for (const KeyManagement algorithm :
         {KeyManagement::A256KW, KeyManagement::RSA_OAEP, rsa1_5, KeyManagement::ECDH_ES_A128KW})
        keys.push_back(sample_decryption_key(algorithm));
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (const DecryptionKey& key : keys) {
                    for (int round = 0; round < 5; ++round) {
                        if (round_trip(key, {}) != "a secret") ++failures;
                    }
                }
            });
        }
    }
    EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace watchword::jose
