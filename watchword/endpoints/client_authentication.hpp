#pragma once
/// Which client speaks? HTTP Basic or form parameters (RFC 6749 section 2.3.1).

#include <watchword/auth/clients.hpp>
#include <watchword/endpoints/parameters.hpp>

namespace watchword::endpoints {

/// Errors: invalid_client, invalid_request (two methods at once, two Authorization headers), those of the store.
Result<auth::Client> authenticate_client(const auth::Context& context, const http::Request& request,
                                         const Parameters& parameters);

/// The same, for endpoints that are closed to public clients. Error as well: invalid_client.
Result<auth::Client> authenticate_confidential_client(const auth::Context& context, const http::Request& request,
                                                      const Parameters& parameters);

}  // namespace watchword::endpoints
