#include <watchword/endpoints/json_body.hpp>
#include <watchword/http/text.hpp>

namespace watchword::endpoints {
namespace {

bool is_json(const http::Request& request) {
    const std::string_view type = request.headers.find("Content-Type").value_or("");
    return http::equals_ignoring_case(http::trim(type.substr(0, type.find(';'))), "application/json");
}

}  // namespace

Result<JsonBody> JsonBody::read(const http::Request& request) {
    if (!is_json(request)) return Error::unsupported_media_type;
    auto document = jose::json::Document::parse_secret_object(request.body);
    if (!document && document.error() == Error::too_large) return Error::body_too_large;
    if (!document) return Error(Error::invalid_json, document.error().detail());
    return JsonBody(std::move(*document));
}

Result<std::string_view> JsonBody::find(std::string_view name) const {
    const auto value = document_.root().find(name);
    if (!value || value->kind() == jose::json::Value::Kind::null) return std::string_view{};
    const auto text = value->string();
    if (!text) return Error(Error::invalid_request, std::string(name) + " is not a string");
    return *text;
}

Result<std::string_view> JsonBody::get(std::string_view name) const {
    auto text = find(name);
    if (text && text->empty()) return Error(Error::missing_parameter, std::string(name));
    return text;
}

}  // namespace watchword::endpoints
