#pragma once
/// The compact serialization of a JWS (RFC 7515 section 3.1): three segments, two periods between them.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace watchword::jose {

/// Views into the token, still encoded.
struct Segments {
    std::string_view header;
    std::string_view payload;
    /// Empty in an unsecured JWS (RFC 7515 appendix A.5).
    std::string_view signature;
    /// What was signed: header, period, payload.
    std::string_view signing_input;
};

/// Finds the segments; nothing is decoded. Errors: too_large, malformed (not three segments, or the header
/// empty). The payload is empty in a detached JWS (RFC 7515 appendix F).
Result<Segments> split_compact(std::string_view jws, std::size_t max_bytes);

/// A decoded segment. Segments of usual size need no allocation.
class DecodedSegment {
  public:
    /// False for anything that is not canonical base64url.
    bool decode(std::string_view text);
    ByteView bytes() const noexcept { return {large_.empty() ? small_.data() : large_.data(), size_}; }
    std::string_view text() const noexcept { return as_text(bytes()); }

  private:
    std::array<std::uint8_t, 4096> small_;
    Bytes large_;
    std::size_t size_ = 0;
};

}  // namespace watchword::jose
