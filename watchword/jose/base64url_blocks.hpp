#pragma once
/// base64url by the block, in three ways that give the same: the table, AVX2, AVX-512 VBMI. Internal to base64url.cpp,
/// which takes the best that this processor has, and to the test that compares them.

#include <cstddef>
#include <cstdint>

namespace watchword::jose::base64url {

struct Codec {
    const char* name;
    /// Whether this processor can.
    bool (*available)() noexcept;
    /// Writes encoded_size(size) characters.
    void (*encode)(const std::uint8_t* bytes, std::size_t size, char* out) noexcept;
    /// Writes decoded_size(size) bytes and not one more; false for anything that is not canonical base64url.
    bool (*decode)(const char* text, std::size_t size, std::uint8_t* out) noexcept;
};

extern const Codec table;
#if defined(__x86_64__)
extern const Codec avx2;
extern const Codec avx512;
#endif

/// The best one for this processor.
const Codec& best() noexcept;

}  // namespace watchword::jose::base64url
