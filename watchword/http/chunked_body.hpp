#pragma once
/// The chunked transfer coding (RFC 9112 section 7.1), read strictly: extensions and trailers are bounded and dropped.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace watchword::http {

class ChunkedBody {
  public:
    enum class Progress : std::uint8_t { more, complete, malformed, too_large };

    explicit ChunkedBody(std::size_t max_bytes) noexcept : max_bytes_(max_bytes) {}

    /// Takes bytes off the front of `input` and appends the decoded ones to `body`. Stops after the last CRLF.
    Progress read(std::string_view& input, std::string& body);

    /// The most bytes that one chunk header, and all trailers together, may have.
    static constexpr std::size_t max_line_bytes = 256;
    static constexpr std::size_t max_trailer_bytes = 4096;

  private:
    enum class Expect : std::uint8_t { size, extension, size_lf, data, data_cr, data_lf, trailer, trailer_lf, end_lf };

    Progress step(char character);
    Progress start_data() noexcept;
    Progress read_size(char character) noexcept;
    Progress read_extension(char character) noexcept;
    Progress read_trailer(char character) noexcept;
    Progress expect(char character, char wanted, Expect next) noexcept;
    void take_data(std::string_view& input, std::string& body);

    std::size_t max_bytes_;
    std::size_t total_ = 0;
    std::size_t chunk_left_ = 0;
    std::size_t line_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
    bool has_digit_ = false;
    bool extension_begun_ = false;
    bool line_is_empty_ = true;
    Expect expect_ = Expect::size;
};

}  // namespace watchword::http
