// Verifying a token allocates what holds its claims, and nothing else: counted by allocation functions of our own.

#include <watchword/jwt/token_cache.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>

#include "fixture.hpp"
#include <openssl/crypto.h>

namespace {

std::size_t ours = 0;
std::size_t of_openssl = 0;

void* counted_malloc(std::size_t size, const char* /*file*/, int /*line*/) {
    ++of_openssl;
    return std::malloc(size);
}
void* counted_realloc(void* memory, std::size_t size, const char* /*file*/, int /*line*/) {
    ++of_openssl;
    return std::realloc(memory, size);
}
void uncounted_free(void* memory, const char* /*file*/, int /*line*/) {
    std::free(memory);
}

// Before OpenSSL's first allocation, or it refuses.
[[maybe_unused]] const int counts_openssl = CRYPTO_set_mem_functions(counted_malloc, counted_realloc, uncounted_free);

}  // namespace

void* operator new(std::size_t size) {
    ++ours;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
    ++ours;
    return std::malloc(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

namespace watchword::jwt {
namespace {

using test::claims;
using test::keys;
using test::now;
using test::requirements;

template <class Verify>
std::size_t allocations_of(Verify verify) {
    // The first times, threads prepare what they keep.
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(verify());
    const std::size_t before = ours;
    const bool accepted = verify().has_value();
    const std::size_t count = ours - before;
    EXPECT_TRUE(accepted);
    return count;
}

TEST(Allocations, AreCounted) {
    EXPECT_EQ(counts_openssl, 1);
    const std::size_t before = ours;
    const auto memory = std::make_unique<int>(1);
    EXPECT_EQ(ours, before + 1);
}

TEST(Allocations, OfAVerificationAreOneForTheClaims) {
    const Requirements required = requirements();
    for (const jose::SigningKey* key : {&test::hmac(), &test::ecdsa()}) {
        const std::string token = issue(claims(), *key);
        EXPECT_EQ(allocations_of([&] { return verify(token, keys(), required, now); }), 1U);
    }
}

TEST(Allocations, OfOpensslAreNoneForASharedSecret) {
    const Requirements required = requirements();
    const std::string token = issue(claims(), test::hmac());
    const auto once = [&] { return verify(token, keys(), required, now); };
    (void)allocations_of(once);
    const std::size_t before = of_openssl;
    (void)once();
    EXPECT_EQ(of_openssl, before);
}

TEST(Allocations, OfATokenThatIsCachedAreNone) {
    PredictableRandomForTests random;
    TokenCache cache({}, random);
    const Requirements required = requirements();
    const std::string token = issue(claims(), test::ecdsa());
    EXPECT_EQ(allocations_of([&] { return cache.verify(token, keys(), required, now); }), 0U);
}

}  // namespace
}  // namespace watchword::jwt
