// What a key leaves behind in memory that is given back. A program of its own, as all memory is looked at when it goes.
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/encryption_keys.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>

#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <malloc.h>
#include <openssl/crypto.h>

namespace {

/// What must not be found; empty as long as nobody looks.
std::string_view sought;
bool found = false;

void give_back(void* memory) noexcept {
    if (memory != nullptr && !sought.empty()) {
        const std::string_view content(static_cast<const char*>(memory), malloc_usable_size(memory));
        found = found || content.find(sought) != std::string_view::npos;
    }
    std::free(memory);
}

void* take(std::size_t size, const char*, int) {
    return std::malloc(size);
}
void* take_more(void* memory, std::size_t size, const char*, int) {
    return std::realloc(memory, size);
}
void release(void* memory, const char*, int) {
    give_back(memory);
}

// Before OpenSSL's first allocation, or it refuses.
const bool looks_at_openssl = CRYPTO_set_mem_functions(take, take_more, release) == 1;

}  // namespace

void* operator new(std::size_t size) {
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return std::malloc(size);
}
void operator delete(void* memory) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}

namespace watchword::jose {
namespace {

/// Whether `use` gives memory back that holds `secret`.
template <class Use>
bool leaves_behind(std::string_view secret, Use use) {
    found = false;
    sought = secret;
    use();
    sought = {};
    return found;
}

/// In the order of OpenSSL's numbers, least significant byte first; the middle of it.
std::string as_number(std::string_view base64url) {
    const Bytes bytes = decode_base64url(base64url).value();
    return std::string(bytes.rbegin() + 4, bytes.rbegin() + 20);
}

constexpr std::string_view secret_text =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
constexpr std::string_view private_number = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
constexpr std::string_view private_jwk =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})";

TEST(FreedMemory, IsLookedAt) {
    ASSERT_TRUE(looks_at_openssl);
    const Bytes secret = decode_base64url(secret_text).value();
    EXPECT_TRUE(leaves_behind(secret_text, [&] { (void)encode_base64url(secret); }));
}

TEST(FreedMemory, HoldsNoSecretAfterItsExport) {
    const Bytes secret = decode_base64url(secret_text).value();
    const SigningKey signing = HmacKey::from_secret(Algorithm::HS512, secret).value().signing_key();
    const DecryptionKey direct = DecryptionKey::from_secret(KeyManagement::dir, secret).value();
    EXPECT_FALSE(leaves_behind(secret_text, [&] { (void)export_private_jwk_in_the_clear(signing); }));
    EXPECT_FALSE(leaves_behind(secret_text, [&] { (void)export_private_jwk_in_the_clear(direct); }));
    EXPECT_FALSE(leaves_behind(secret_text, [&] { (void)thumbprint(signing.verification_key()); }));
}

TEST(FreedMemory, HoldsNoPrivateNumberAfterTheImportOfItsJwk) {
    const std::string number = as_number(private_number);
    EXPECT_FALSE(leaves_behind(number, [] { ASSERT_TRUE(import_signing_key(private_jwk).has_value()); }));
    EXPECT_FALSE(leaves_behind(private_number, [] { ASSERT_TRUE(import_signing_key(private_jwk).has_value()); }));
}

// Shorter than what simdjson makes room for at least, and not plain.
TEST(FreedMemory, HoldsNothingOfASmallSecretText) {
    EXPECT_FALSE(leaves_behind("small secret", [] {
        ASSERT_TRUE(json::Document::parse_secret_object(R"({"k":"small secret\n"})").has_value());
    }));
}

}  // namespace
}  // namespace watchword::jose
