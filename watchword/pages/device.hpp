#pragma once
/// A name for a device that its owner recognizes.

#include <string>
#include <string_view>

namespace watchword::pages {

/// "Firefox on Linux" from a User-Agent header; the program's own name for anything that is no browser ("curl"), and
/// "Unknown device" for nothing. A guess to help memory: the other side may claim what it likes.
std::string describe_device(std::string_view user_agent);

}  // namespace watchword::pages
