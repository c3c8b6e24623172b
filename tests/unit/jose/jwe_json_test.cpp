#include "jwe_fixture.hpp"

namespace watchword::jose {
namespace {

std::string opened(std::string_view json, const std::vector<DecryptionKey>& keys = direct_keys(),
                   KeyManagementSet algorithms = {KeyManagement::dir}) {
    return text_of(decrypt_jwe_json(json, keys, {.algorithms = algorithms}));
}

/// A JWE under `direct_keys()`: `members` stand before the content.
std::string json_jwe(std::string_view protected_json, std::string_view members, std::string_view aad = {}) {
    const RawJwe raw = raw_jwe(protected_json, direct_secret(), "text", aad);
    std::string json("{");
    if (!raw.header.empty()) json.append(R"("protected":")").append(raw.header).append("\",");
    json.append(members);
    if (!aad.empty()) json.append(R"("aad":")").append(aad).append("\",");
    json.append(R"("iv":")").append(raw.vector).append(R"(","ciphertext":")").append(raw.ciphertext);
    return json.append(R"(","tag":")").append(raw.tag).append("\"}");
}

TEST(JweJson, OneRecipientIsFlattened) {
    for (const KeyManagement algorithm : every_key_management) {
        const DecryptionKey key = sample_decryption_key(algorithm);
        const auto jwe = encrypt_jwe_json(as_bytes("text"), {key.encryption_key()}, {.password_iterations = 1000},
                                          test_random(), as_bytes("seen by all"));
        ASSERT_TRUE(jwe) << name(algorithm);
        EXPECT_EQ(jwe->find("recipients"), std::string::npos);
        EXPECT_EQ(opened(*jwe, {key}, {algorithm}), "text") << name(algorithm);
    }
}

TEST(JweJson, EachOfSeveralRecipientsDecrypts) {
    std::vector<DecryptionKey> recipients;
    std::vector<EncryptionKey> public_halves;
    for (const KeyManagement algorithm : every_key_management) {
        if (algorithm == KeyManagement::dir || algorithm == KeyManagement::ECDH_ES) continue;
        recipients.push_back(sample_decryption_key(algorithm, std::string(name(algorithm))));
        public_halves.push_back(recipients.back().encryption_key());
    }
    const auto jwe = encrypt_jwe_json(as_bytes("text"), public_halves, {.password_iterations = 1000}, test_random(),
                                      as_bytes("aad"));
    ASSERT_TRUE(jwe);
    for (const DecryptionKey& key : recipients)
        EXPECT_EQ(opened(*jwe, {key}, {key.algorithm()}), "text") << key.kid();
    EXPECT_EQ(opened(*jwe, {sample_decryption_key(KeyManagement::A128KW, "stranger")}, {KeyManagement::A128KW}),
              "unknown_key");
    EXPECT_EQ(opened(*jwe, direct_keys()), "algorithm_not_allowed");
}

TEST(JweJson, OfRecipientsThatLookAlikeFourAreTried) {
    std::vector<DecryptionKey> recipients;
    std::vector<EncryptionKey> halves;
    for (int count = 0; count < 5; ++count) {
        recipients.push_back(generate_decryption_key(KeyManagement::A128KW, test_random()).value());
        halves.push_back(recipients.back().encryption_key());
    }
    const auto jwe = encrypt_jwe_json(as_bytes("text"), halves, {}, test_random());
    ASSERT_TRUE(jwe);
    const JweRequirements required{.algorithms = KeyManagement::A128KW};
    for (std::size_t at = 0; at < 4; ++at)
        EXPECT_EQ(text_of(decrypt_jwe_json(*jwe, {recipients[at]}, required)), "text") << at;
    const auto refused = decrypt_jwe_json(*jwe, {recipients[4]}, required);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Error::decryption_failed);
}

TEST(JweJson, PasswordsThatAreTriedShareTheIterations) {
    constexpr KeyManagement algorithm = KeyManagement::PBES2_HS256_A128KW;
    const auto key = [](std::string_view password) {
        return DecryptionKey::from_password(algorithm, SecretBytes(password)).value();
    };
    const std::vector<EncryptionKey> recipients{key("first").encryption_key(), key("second").encryption_key()};
    const auto jwe = encrypt_jwe_json(as_bytes("text"), recipients, {.password_iterations = 1500}, test_random());
    ASSERT_TRUE(jwe);
    const auto opened_with = [&](std::string_view password, std::uint32_t iterations) {
        const JweRequirements required{.algorithms = algorithm, .max_password_iterations = iterations};
        return text_of(decrypt_jwe_json(*jwe, {key(password)}, required));
    };
    EXPECT_EQ(opened_with("second", 3000), "text");
    EXPECT_EQ(opened_with("second", 2999), "too_large");
    EXPECT_EQ(opened_with("first", 1500), "text");
    EXPECT_EQ(opened_with("first", 1499), "too_large");
    EXPECT_EQ(opened_with("neither", 3000), "decryption_failed");
}

TEST(JweJson, IsWrittenForAsManyRecipientsAsAreRead) {
    const DecryptionKey key = sample_decryption_key(KeyManagement::A128KW);
    std::vector<EncryptionKey> recipients(most_jwe_recipients, key.encryption_key());
    const auto most = encrypt_jwe_json(as_bytes("text"), recipients, {}, test_random());
    ASSERT_TRUE(most);
    EXPECT_EQ(opened(*most, {key}, {KeyManagement::A128KW}), "text");
    recipients.push_back(key.encryption_key());
    EXPECT_EQ(outcome(encrypt_jwe_json(as_bytes("text"), recipients, {}, test_random())), "too_large");
}

TEST(JweJson, WhoSettlesTheContentKeyIsAlone) {
    const EncryptionKey direct = direct_keys().front().encryption_key();
    const EncryptionKey agreed = sample_decryption_key(KeyManagement::ECDH_ES).encryption_key();
    const EncryptionKey wrapped = sample_decryption_key(KeyManagement::A128KW).encryption_key();
    const auto written = [](const std::vector<EncryptionKey>& keys) {
        return outcome(encrypt_jwe_json({}, keys, {.encryption = ContentEncryption::A128GCM}, test_random()));
    };
    EXPECT_EQ(written({direct}), "ok");
    EXPECT_EQ(written({direct, wrapped}), "key_not_usable");
    EXPECT_EQ(written({wrapped, agreed}), "key_not_usable");
    EXPECT_EQ(written({wrapped, wrapped}), "ok");
    EXPECT_EQ(written({}), "malformed");
    EXPECT_EQ(opened(json_jwe(R"({"enc":"A128GCM"})", R"("recipients":[{"header":{"alg":"dir"}}],)")), "text");
    EXPECT_EQ(opened(json_jwe(R"({"enc":"A128GCM"})",
                              R"("recipients":[{"header":{"alg":"dir"}},{"header":{"alg":"A128KW"}}],)")),
              "malformed");
}

TEST(JweJson, AuthenticatesTheAdditionalData) {
    EXPECT_EQ(opened(json_jwe(R"({"alg":"dir","enc":"A128GCM"})", "", base64("aad"))), "text");
    std::string changed = json_jwe(R"({"alg":"dir","enc":"A128GCM"})", "", base64("aad"));
    changed.replace(changed.find(base64("aad")), 4, base64("dad"));
    EXPECT_EQ(opened(changed), "decryption_failed");
    EXPECT_EQ(opened(json_jwe(R"({"alg":"dir","enc":"A128GCM"})", "", "!!!!")), "malformed");
}

TEST(JweJson, TheHeaderMayStandInThreePlaces) {
    const std::string_view all = R"("unprotected":{"enc":"A128GCM"},"header":{"alg":"dir","kid":"k"},)";
    EXPECT_EQ(opened(json_jwe("", all)), "text");
    EXPECT_EQ(opened(json_jwe(R"({"enc":"A128GCM"})", R"("header":{"alg":"dir"},)")), "text");
    const auto jwe = decrypt_jwe_json(json_jwe("", all), direct_keys(), accepting(KeyManagement::dir));
    EXPECT_EQ(jwe->header.root().to_json(), "{}");
}

struct Case {
    std::string_view protected_json;
    std::string_view members;
    std::string_view expected;
};

TEST(JweJson, IsHeldToItsRules) {
    constexpr std::string_view whole = R"({"alg":"dir","enc":"A128GCM"})";
    constexpr auto cases = std::to_array<Case>({
        {whole, R"("unknown":{"x":1},)", "text"},
        {whole, R"("unprotected":{"enc":"A128GCM"},)", "malformed"},
        {whole, R"("header":{"alg":"dir"},)", "malformed"},
        {whole, R"("unprotected":{"kid":"k"},"header":{"kid":"k"},)", "malformed"},
        {whole, R"("unprotected":{"crit":["x"]},)", "malformed"},
        {whole, R"("header":{"zip":"DEF"},)", "malformed"},
        {whole, R"("unprotected":[],)", "malformed"},
        {whole, R"("header":"x",)", "malformed"},
        {whole, R"("encrypted_key":"",)", "malformed"},
        {whole, R"("encrypted_key":"AAAA",)", "malformed"},
        {whole, R"("encrypted_key":null,)", "malformed"},
        {whole, R"("recipients":[],)", "malformed"},
        {whole, R"("recipients":{},)", "malformed"},
        {whole, R"("recipients":["x"],)", "malformed"},
        {whole, R"("recipients":[{}],)", "text"},
        {whole, R"("recipients":[{}],"header":{},)", "malformed"},
        {whole, R"("recipients":[{}],"encrypted_key":"AAAA",)", "malformed"},
        {R"({"alg":"dir"})", R"("recipients":[{"header":{"enc":"A128GCM"}}],)", "text"},
        {"",
         R"("recipients":[{"header":{"alg":"A128KW","enc":"A128GCM"}},{"header":{"alg":"A128KW","enc":"A256GCM"}}],)",
         "malformed"},
        {R"({"alg":"dir","enc":"A128GCM","crit":["x"]})", "", "unsupported_critical"},
        {"", "", "malformed"},
    });
    for (const Case& row : cases)
        EXPECT_EQ(opened(json_jwe(row.protected_json, row.members)), row.expected) << row.protected_json << row.members;
}

TEST(JweJson, EveryPartMustBeThere) {
    const std::string jwe = json_jwe(R"({"alg":"dir","enc":"A128GCM"})", "");
    const auto without = [&](std::string_view member) {
        std::string quoted(1, '"');
        quoted.append(member).append("\"");
        std::string changed = jwe;
        return opened(changed.replace(changed.find(quoted), quoted.size(), "\"x\""));
    };
    EXPECT_EQ(without("iv"), "decryption_failed");
    EXPECT_EQ(without("ciphertext"), "malformed");
    EXPECT_EQ(without("protected"), "malformed");
    EXPECT_EQ(without("tag"), "decryption_failed");
    EXPECT_EQ(opened(direct_jwe(R"({"alg":"dir","enc":"A128GCM"})")), "malformed");
}

TEST(JweJson, RecipientsAndHeaderMembersAreCounted) {
    const auto recipients = [](std::size_t count) {
        std::string members(R"("recipients":[)");
        for (std::size_t i = 0; i < count; ++i)
            members.append(i == 0 ? "" : ",").append(R"({"header":{"alg":"A128KW"}})");
        return members.append("],");
    };
    EXPECT_EQ(opened(json_jwe(R"({"enc":"A128GCM"})", recipients(64))), "algorithm_not_allowed");
    EXPECT_EQ(opened(json_jwe(R"({"enc":"A128GCM"})", recipients(65))), "too_large");
    const auto header = [](std::size_t count) {
        std::string members(R"("unprotected":{"alg":"dir","enc":"A128GCM")");
        for (std::size_t i = 2; i < count; ++i)
            members.append(",\"m").append(std::to_string(i)).append("\":0");
        return members.append("},");
    };
    EXPECT_EQ(opened(json_jwe("", header(128))), "text");
    EXPECT_EQ(opened(json_jwe("", header(129))), "too_large");
}

}  // namespace
}  // namespace watchword::jose
