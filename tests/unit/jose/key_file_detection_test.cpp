// A key file is no secret, however it is wrapped (hmac_test.cpp: as it lies on the disk).

#include <watchword/jose/base64url.hpp>
#include <watchword/jose/keys.hpp>

#include <algorithm>

#include "der_of.hpp"
#include "pem_files.hpp"
#include "rfc_examples.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

std::string outcome(std::string_view secret) {
    const auto key = HmacKey::from_secret(Algorithm::HS256, as_bytes(secret));
    return key ? "ok" : std::string(key.error().name());
}

std::string standard_base64(std::string_view bytes, std::size_t line = 0) {
    std::string text = encode_base64url(as_bytes(bytes));
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    for (std::size_t at = line; line != 0 && at < text.size(); at += line + 1)
        text.insert(at, 1, '\n');
    return text;
}

TEST(KeyFile, IsNoSecretInBase64) {
    for (const std::string_view file : {pem_files::public_key, pem_files::certificate, pem_files::pkcs8,
                                        pem_files::rsa_public, pem_files::sec1, pem_files::encrypted_pkcs8}) {
        const std::string der(as_text(der_of(file)));
        EXPECT_EQ(outcome(standard_base64(der)), "invalid_key") << file;
        EXPECT_EQ(outcome(standard_base64(der, 64) + "\n"), "invalid_key") << file;
        EXPECT_EQ(outcome("\xEF\xBB\xBF" + standard_base64(der, 76)), "invalid_key") << file;
        EXPECT_EQ(outcome(encode_base64url(as_bytes(der))), "invalid_key") << file;
        EXPECT_EQ(outcome(standard_base64(file)), "invalid_key") << file;
    }
    EXPECT_EQ(outcome(standard_base64(rfc::a2_key)), "invalid_key");
}

TEST(KeyFile, IsNotSeenInOtherBase64) {
    const std::string der(as_text(der_of(pem_files::public_key)));
    EXPECT_EQ(outcome(standard_base64(der.substr(1))), "ok");
    EXPECT_EQ(outcome(standard_base64(der + "x")), "ok");
    EXPECT_EQ(outcome(standard_base64(der) + "!"), "ok");
    EXPECT_EQ(outcome("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"), "ok");
}

TEST(KeyFile, IsNoSecretBehindWhatNobodySees) {
    for (const std::string_view unseen : {"\xEF\xBB\xBF", "\xEF\xBB\xBF\r\n ", "\t\v\f\xEF\xBB\xBF"}) {
        const std::string text = std::string(unseen).append(rfc::a2_key).append("\n");
        EXPECT_EQ(outcome(text), "invalid_key");
    }
    EXPECT_EQ(outcome("x" + std::string(rfc::a2_key)), "ok");
}

}  // namespace
}  // namespace watchword::jose
