#include <watchword/cli/token_keys.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace watchword::cli {
namespace {

using testing::HasSubstr;

class TokenKeysTest : public testing::Test {
  protected:
    TokenKeysTest() {
        std::string name = (std::filesystem::temp_directory_path() / "watchword-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~TokenKeysTest() override { std::filesystem::remove_all(folder_); }
    std::string write(const std::string& name, std::string_view text) {
        std::ofstream(folder_ / name) << text;
        return folder_ / name;
    }
    std::string private_pem(jose::Algorithm algorithm) {
        const auto key = jose::generate_signing_key(algorithm);
        return write("key.pem", jose::export_private_pem_in_the_clear(*key)->reveal_text());
    }

    std::filesystem::path folder_;
    SystemClock clock_;
};

TEST_F(TokenKeysTest, ExactlyOneKeyMustBeNamed) {
    const auto none = verification_keys({}, clock_);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), Error::wrong_usage);
    TokenKeyOptions two;
    two.key_file = "a";
    two.secret_file = "b";
    const auto both = verification_keys(two, clock_);
    ASSERT_FALSE(both);
    EXPECT_EQ(both.error(), Error::wrong_usage);
}

TEST_F(TokenKeysTest, APemKeySaysItsAlgorithmAndADifferentOneCanBeAskedFor) {
    TokenKeyOptions options;
    options.key_file = private_pem(jose::Algorithm::RS256);
    EXPECT_EQ(signing_key(options, "k1")->algorithm(), jose::Algorithm::RS256);
    EXPECT_EQ(signing_key(options, "k1")->kid(), "k1");
    EXPECT_TRUE(verification_keys(options, clock_)->algorithms.contains(jose::Algorithm::RS256));
    options.algorithms = {"PS256"};
    EXPECT_EQ(signing_key(options, "")->algorithm(), jose::Algorithm::PS256);
    EXPECT_FALSE(verification_keys(options, clock_)->algorithms.contains(jose::Algorithm::RS256));
    options.algorithms = {"none"};
    EXPECT_EQ(signing_key(options, "").error(), Error::wrong_usage);
}

TEST_F(TokenKeysTest, AJwkOfAnotherAlgorithmThanAskedForIsRefused) {
    const auto key = jose::generate_signing_key(jose::Algorithm::ES256);
    TokenKeyOptions options;
    options.key_file = write("key.jwk", jose::export_private_jwk_in_the_clear(*key).reveal_text());
    EXPECT_EQ(signing_key(options, "")->algorithm(), jose::Algorithm::ES256);
    options.algorithms = {"ES384"};
    EXPECT_FALSE(signing_key(options, ""));
}

TEST_F(TokenKeysTest, ASecretLosesOneNewlineAndMustBeAsLongAsTheHash) {
    TokenKeyOptions options;
    options.secret_file = write("secret", std::string(32, 'x') + "\n");
    EXPECT_TRUE(signing_key(options, ""));
    options.secret_file = write("secret", std::string(31, 'x') + "\n");
    const auto weak = signing_key(options, "");
    ASSERT_FALSE(weak);
    EXPECT_EQ(weak.error(), Error::weak_key);
    EXPECT_THAT(weak.error().detail(), HasSubstr("holds 31 bytes; HS256"));
}

TEST_F(TokenKeysTest, AKeySetAcceptsAsymmetricAlgorithmsUnlessOthersAreAskedFor) {
    const auto key = jose::generate_signing_key(jose::Algorithm::ES256, "k1")->verification_key();
    TokenKeyOptions options;
    options.key_set = write("set.json", *jose::export_key_set({key}));
    const auto keys = verification_keys(options, clock_);
    ASSERT_TRUE(keys);
    EXPECT_TRUE(keys->source->find({jose::Algorithm::ES256, "k1"}));
    EXPECT_FALSE(keys->algorithms.contains(jose::Algorithm::HS256));
    EXPECT_EQ(keys->source->candidates({jose::Algorithm::ES256, "k2"}).size(), 1U);
    EXPECT_TRUE(keys->source->candidates({jose::Algorithm::ES384, "k1"}).empty());
}

TEST_F(TokenKeysTest, ANamedKeyIsTheCandidateOfItsAlgorithmWhateverTheTokenAsksFor) {
    TokenKeyOptions options;
    options.secret_file = write("secret", std::string(32, 'x'));
    const auto keys = verification_keys(options, clock_);
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->source->candidates({jose::Algorithm::HS256, "other"}).size(), 1U);
    EXPECT_TRUE(keys->source->candidates({jose::Algorithm::HS512, std::nullopt}).empty());
}

TEST_F(TokenKeysTest, AKeySetIsNotFetchedInTheClear) {
    TokenKeyOptions options;
    options.key_set = "http://login.example.com/jwks.json";
    const auto keys = verification_keys(options, clock_);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error(), Error::wrong_usage);
}

TEST_F(TokenKeysTest, AFileThatIsNotThereIsNamed) {
    TokenKeyOptions options;
    options.key_file = folder_ / "missing.pem";
    const auto key = signing_key(options, "");
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), Error::unreadable_file);
    EXPECT_THAT(key.error().detail(), HasSubstr("missing.pem"));
}

}  // namespace
}  // namespace watchword::cli
