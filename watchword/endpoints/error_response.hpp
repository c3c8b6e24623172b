#pragma once
/// The one mapping from errors to HTTP. Detail never leaves the server; it goes to the log.

#include <watchword/base/log.hpp>
#include <watchword/base/result.hpp>
#include <watchword/http/message.hpp>

#include <cstdint>
#include <vector>

namespace watchword::endpoints {

/// How the other side expects to be refused.
enum class ErrorForm : std::uint8_t {
    oauth,    ///< RFC 6749 section 5.2, with the stable code as extra member `code`
    bearer,   ///< RFC 9457, with the challenge of RFC 6750 section 3 where a token would help
    problem,  ///< RFC 9457 application/problem+json
    page,     ///< HTML for people
};

http::Response error_response(ErrorForm form, const Error& error);

/// For refusals that only have a status: unknown paths, wrong methods, broken HTTP, full queues.
http::Response error_response(ErrorForm form, int status);

/// The status of an error on pages and in problem documents.
int status_of(const Error& error) noexcept;

/// Sets Retry-After (RFC 9110 section 10.2.3) if the error says when trying again makes sense.
void add_retry_after(const Error& error, http::Response& response);

/// Every code that an answer can carry, for the interface's description.
std::vector<Error::Code> answered_codes();

/// One line for what is worth one: detail, and failures on our side.
void log_refusal(const Log& log, const Error& error, const http::Request& request);

}  // namespace watchword::endpoints
