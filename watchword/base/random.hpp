#pragma once
/// Unpredictable bytes, handed in like the clock.

#include <watchword/base/bytes.hpp>
#include <watchword/base/secret.hpp>

#include <cstddef>
#include <span>

namespace watchword {

/// A source of unpredictable bytes. Thread-safe.
class Random {
  public:
    virtual ~Random() = default;
    /// Fills all of `out`. Thread-safe. Throws std::runtime_error if the system has no entropy: nothing is safe then.
    virtual void fill(std::span<std::uint8_t> out) = 0;

    SecretBytes secret(std::size_t size);
    Bytes bytes(std::size_t size);
};

/// The generator of OpenSSL, seeded by the kernel.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

/// For tests only: a counter, so that every value differs and each run is the same. Thread-safe.
class PredictableRandomForTests final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;

  private:
    std::uint64_t counter_ = 0;
};

}  // namespace watchword
