#include <watchword/http/message.hpp>
#include <watchword/http/text.hpp>

#include <algorithm>
#include <array>

namespace watchword::http {
namespace {

Response with_body(int status, std::string_view content_type, std::string body) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", std::string(content_type));
    response.body = std::move(body);
    return response;
}

}  // namespace

std::string_view name(Method method) noexcept {
    constexpr std::array<std::string_view, 8> names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "?"};
    return names[static_cast<std::size_t>(method)];
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
    for (const Header& field : fields_) {
        if (equals_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const Header& field : fields_) {
        if (equals_ignoring_case(field.name, name)) values.push_back(field.value);
    }
    return values;
}

void Headers::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const Header& field) { return equals_ignoring_case(field.name, name); });
    fields_.push_back({std::string(name), std::move(value)});
}

Response Response::text(int status, std::string body) {
    return with_body(status, "text/plain; charset=utf-8", std::move(body));
}

Response Response::json(int status, std::string body) {
    return with_body(status, "application/json", std::move(body));
}

Response Response::html(int status, std::string body) {
    return with_body(status, "text/html; charset=utf-8", std::move(body));
}

Response Response::see_other(std::string location) {
    Response response;
    response.status = 303;
    response.headers.add("Location", std::move(location));
    return response;
}

}  // namespace watchword::http
