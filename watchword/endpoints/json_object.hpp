#pragma once
/// JSON in and out of requests: small objects, members in the order they were added.

#include <watchword/base/result.hpp>
#include <watchword/http/message.hpp>
#include <watchword/jose/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::endpoints {

/// Builds compact JSON.
class JsonObject {
  public:
    JsonObject& add(std::string_view name, std::string_view value);
    JsonObject& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
    JsonObject& add(std::string_view name, std::int64_t value);
    JsonObject& add(std::string_view name, const std::vector<std::string>& values);
    std::string text() const { return members_ + '}'; }

  private:
    std::string& begin_member(std::string_view name);
    std::string members_ = "{";
};

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
