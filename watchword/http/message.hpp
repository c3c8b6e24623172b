#pragma once
/// Requests and responses as values. No sockets, no auth words.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };
std::string_view name(Method method) noexcept;

struct Header {
    std::string name;
    std::string value;
};

/// Header fields in their order; names compare without case.
class Headers {
  public:
    /// The first value, or empty.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// Every value of that name, in order.
    std::vector<std::string_view> all(std::string_view name) const;
    void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
    /// Replaces every value of that name.
    void set(std::string_view name, std::string value);
    auto begin() const noexcept { return fields_.begin(); }
    auto end() const noexcept { return fields_.end(); }
    std::size_t size() const noexcept { return fields_.size(); }

  private:
    std::vector<Header> fields_;
};

enum class Scheme : std::uint8_t { http, https };

struct Request {
    Method method = Method::get;
    /// Percent-encoded path, always with a leading slash; the query without its question mark.
    std::string path;
    std::string query;
    Headers headers;
    std::string body;
    /// The address the connection came from, or the one a trusted proxy states; without port.
    std::string address;
    Scheme scheme = Scheme::http;
    /// Made by the server for each request, for the log and for X-Request-Id.
    std::string id;
};

struct Response {
    int status = 200;
    Headers headers = {};
    std::string body = {};

    static Response text(int status, std::string body);
    static Response json(int status, std::string body);
    static Response html(int status, std::string body);
    /// 303: the next request is a GET (RFC 9110 section 15.4.4).
    static Response see_other(std::string location);
};

}  // namespace watchword::http
