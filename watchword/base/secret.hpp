#pragma once
/// Secrets: wiped when they die, compared in constant time, never printed.

#include <watchword/base/bytes.hpp>

#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace watchword {

/// True if both have the same length and content. Time depends on the lengths only.
[[nodiscard]] bool constant_time_equal(ByteView a, ByteView b) noexcept;

/// Overwrites memory in a way that the compiler keeps.
void wipe(void* data, std::size_t size) noexcept;

/// Owns secret bytes. Copies are explicit (`copy()`), neither comparison with `==` nor printing compiles.
class SecretBytes {
  public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size) : bytes_(size) {}
    explicit SecretBytes(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
    explicit SecretBytes(std::string_view text) : SecretBytes(as_bytes(text)) {}
    ~SecretBytes() { wipe(bytes_.data(), bytes_.size()); }

    SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    [[nodiscard]] SecretBytes copy() const { return SecretBytes(reveal()); }

    /// The bytes themselves. Every use of this name is a place to look at in a review.
    [[nodiscard]] ByteView reveal() const noexcept { return bytes_; }
    [[nodiscard]] std::string_view reveal_text() const noexcept { return as_text(bytes_); }
    [[nodiscard]] std::span<std::uint8_t> writable() noexcept { return bytes_; }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

    bool operator==(const SecretBytes&) const = delete;

  private:
    Bytes bytes_;
};

/// What should be shown instead: a fingerprint, a size, or nothing.
std::ostream& operator<<(std::ostream& out, const SecretBytes& secret) = delete;

}  // namespace watchword
