#include <watchword/jose/jwk.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include "sample_keys.hpp"
#include <gtest/gtest.h>

namespace watchword::jose {
namespace {

constexpr int threads = 4;

template <class Work>
void in_parallel(Work work) {
    std::vector<std::thread> running;
    for (int i = 0; i < threads; ++i)
        running.emplace_back(work);
    for (std::thread& thread : running)
        thread.join();
}

TEST(Threads, ShareKeysOfEveryKind) {
    PredictableRandomForTests random;
    std::vector<SigningKey> keys{HmacKey::generate(Algorithm::HS256, random).signing_key()};
    for (const Algorithm algorithm :
         {Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA, Algorithm::Ed448}) {
        keys.push_back(sample_key(algorithm));
    }
    std::atomic<int> wrong = 0;
    in_parallel([&] {
        for (int i = 0; i < 50; ++i) {
            for (const SigningKey& key : keys) {
                const std::string text = std::to_string(i);
                wrong += key.verification_key().verify(text, key.sign(text)) ? 0 : 1;
            }
        }
    });
    EXPECT_EQ(wrong, 0);
}

TEST(Threads, KeepApartMoreKeysThanAThreadKeepsReady) {
    std::vector<SigningKey> keys;
    for (int i = 0; i < 100; ++i)
        keys.push_back(sample_key(Algorithm::ES256));
    std::atomic<int> wrong = 0;
    in_parallel([&] {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const Bytes signature = keys[i].sign("text");
            wrong += keys[i].verification_key().verify("text", signature) ? 0 : 1;
            wrong += keys[(i + 32) % keys.size()].verification_key().verify("text", signature) ? 1 : 0;
        }
    });
    EXPECT_EQ(wrong, 0);
}

TEST(Threads, ANewKeyNeverMeetsTheContextOfADeadOne) {
    for (int i = 0; i < 200; ++i) {
        const SigningKey key = sample_key(Algorithm::ES256);
        const Bytes signature = key.sign("text");
        const VerificationKey verifier = key.verification_key();
        EXPECT_TRUE(verifier.verify("text", signature));
    }
}

TEST(Threads, AKeyOutlivesTheThreadThatMadeIt) {
    std::optional<SigningKey> key;
    std::thread([&] { key = sample_key(Algorithm::RS256); }).join();
    EXPECT_TRUE(key->verification_key().verify("text", key->sign("text")));
}

}  // namespace
}  // namespace watchword::jose
