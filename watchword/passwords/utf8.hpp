#pragma once
/// UTF-8 as people's names and passwords come in (RFC 3629): overlong forms, surrogates and values above U+10FFFF are
/// not valid.

#include <optional>
#include <string>
#include <string_view>

namespace watchword::passwords {

bool is_utf8(std::string_view text) noexcept;
/// The code points, or empty if this is not valid UTF-8. The caller wipes them if the text is a secret.
std::optional<std::u32string> decode_utf8(std::string_view text);

}  // namespace watchword::passwords
