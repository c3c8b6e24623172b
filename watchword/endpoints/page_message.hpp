#pragma once
/// An error as a message on a page.

#include <watchword/base/result.hpp>
#include <watchword/pages/render.hpp>

namespace watchword::endpoints {

/// The error's sentence; where there is a time to wait, that in words.
pages::Message message_of(const Error& error);

/// The status of a page whose form was refused. Wrong credentials are 403, which "considers them insufficient" (RFC
/// 9110 section 15.5.4): 401 would have to name a scheme that browsers know.
int page_status_of(const Error& error) noexcept;

}  // namespace watchword::endpoints
