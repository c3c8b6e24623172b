#pragma once
/// Where a request came from, as auth wants to know it.

#include <watchword/auth/sign_in.hpp>
#include <watchword/http/message.hpp>

namespace watchword::endpoints {

/// The user agent is cut and made printable: it is stored and shown.
auth::Origin origin_of(const http::Request& request);

}  // namespace watchword::endpoints
