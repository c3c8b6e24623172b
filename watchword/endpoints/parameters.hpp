#pragma once
/// The parameters of a form, as OAuth reads them (RFC 6749 section 3.1 and 3.2).

#include <watchword/base/result.hpp>
#include <watchword/http/form.hpp>
#include <watchword/http/message.hpp>

#include <string_view>

namespace watchword::endpoints {

class Parameters {
  public:
    /// Reads the body. A query is refused: what belongs here is secret, and addresses are written to logs (RFC 6749
    /// section 2.3.1). Errors: unsupported_media_type, invalid_form, invalid_request (a query), repeated_parameter.
    static Result<Parameters> read(const http::Request& request);

    /// Empty if it is absent: "Parameters sent without a value MUST be treated as if they were omitted".
    std::string_view find(std::string_view name) const noexcept;
    /// Error: missing_parameter.
    Result<std::string_view> get(std::string_view name) const;

  private:
    explicit Parameters(http::Form form) noexcept : form_(std::move(form)) {}
    http::Form form_;
};

}  // namespace watchword::endpoints
