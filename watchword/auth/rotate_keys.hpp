#pragma once
/// The server's keys as a use case: changed with a line in the log.

#include <watchword/auth/context.hpp>

namespace watchword::auth {

/// A new signing key of the configured algorithm; returns its kid. Errors: those of the store.
Result<std::string> rotate_keys(const Context& context, RotationTiming timing);

/// For the server at its start: a rotation if another signing algorithm is configured than before. Errors as above.
Result<void> follow_signing_algorithm(const Context& context);

/// Removes keys whose last token has died; how many. For the maintenance that runs now and then.
Result<std::size_t> remove_retired_keys(const Context& context);

}  // namespace watchword::auth
