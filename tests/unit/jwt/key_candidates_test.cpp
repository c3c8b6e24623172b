#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/file_keys.hpp>

#include <filesystem>
#include <fstream>

#include "fixture.hpp"

namespace watchword::jwt::test {
namespace {

namespace fs = std::filesystem;
using jose::Algorithm;

TEST(KeyCandidates, areAllKeysOfTheAlgorithmWhateverTheKid) {
    const auto second = *jose::generate_signing_key(Algorithm::ES256, "second");
    const StaticKeys source(
        std::vector{hmac().verification_key(), ecdsa().verification_key(), second.verification_key()});
    const auto held = source.candidates({Algorithm::ES256, "unknown"});
    ASSERT_EQ(held.size(), 2U);
    EXPECT_EQ(held[0].kid(), "ec");
    EXPECT_EQ(held[1].kid(), "second");
    EXPECT_TRUE(source.candidates({Algorithm::ES384, std::nullopt}).empty());
}

TEST(KeyCandidates, ofAFileAreThoseThatWereReadLast) {
    const fs::path path = fs::path(testing::TempDir()) / "watchword-candidates.json";
    std::ofstream(path) << *jose::export_key_set({ecdsa().verification_key()});
    const ManualClock clock{now};
    const auto source = FileKeys::open(path, clock, {});
    fs::remove(path);
    ASSERT_TRUE(source);
    const auto held = (*source)->candidates({Algorithm::ES256, std::nullopt});
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(jose::thumbprint(held[0]), jose::thumbprint(ecdsa().verification_key()));
    EXPECT_TRUE((*source)->candidates({Algorithm::HS256, std::nullopt}).empty());
}

}  // namespace
}  // namespace watchword::jwt::test
