#pragma once
/// JSON that comes with a request.

#include <watchword/base/result.hpp>
#include <watchword/http/message.hpp>
#include <watchword/jose/json.hpp>

#include <string_view>

namespace watchword::endpoints {

/// The body of a request as one JSON object: at most 64 KiB and 16 levels, valid UTF-8, no member twice, nothing behind
/// it. The content type must be application/json: a browser sends that to another origin only after asking (CORS),
/// which makes it the protection against forged requests as well. What was read is wiped.
/// Errors: unsupported_media_type, body_too_large, invalid_json.
class JsonBody {
  public:
    static Result<JsonBody> read(const http::Request& request);

    /// A string that must be there and not be empty. Errors: missing_parameter, invalid_request (not a string).
    Result<std::string_view> get(std::string_view name) const;
    /// A string, empty if it is missing or null. Error: invalid_request (not a string).
    Result<std::string_view> find(std::string_view name) const;

  private:
    explicit JsonBody(jose::json::Document document) noexcept : document_(std::move(document)) {}
    jose::json::Document document_;
};

}  // namespace watchword::endpoints
