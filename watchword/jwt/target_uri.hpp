#pragma once
/// The URI that a request goes to, in the one spelling in which two of them can be compared. Internal to jwt.

#include <optional>
#include <string>
#include <string_view>

namespace watchword::jwt {

/// Scheme, authority and path of an http or https URL after the normalisation of RFC 3986 sections 6.2.2 and 6.2.3,
/// without query and fragment (RFC 9449 section 4.3 check 9). Empty for everything else: other schemes, no host, user
/// information, a broken escape or port, spaces, backslashes, control characters and what is not ASCII.
std::optional<std::string> normalized_target(std::string_view url);

}  // namespace watchword::jwt
