#include <watchword/endpoints/parameters.hpp>

#include <algorithm>

namespace watchword::endpoints {

Result<Parameters> Parameters::read(const http::Request& request) {
    const std::string_view type = request.headers.find("Content-Type").value_or("");
    // A request without parameters may come without a type as well; then the parameter is what is missing.
    if (!http::is_form_content_type(type) && !(type.empty() && request.body.empty())) {
        return Error::unsupported_media_type;
    }
    if (!request.query.empty()) return Error(Error::invalid_request, "parameters in the query");
    auto form = http::parse_form(request.body);
    if (!form) return form.error();
    // "Request and response parameters MUST NOT be included more than once."
    const auto repeated =
        std::ranges::find_if(*form, [&](const auto& parameter) { return form->count(parameter.first) > 1; });
    if (repeated != form->end()) return Error::repeated_parameter;
    return Parameters(std::move(*form));
}

std::string_view Parameters::find(std::string_view name) const noexcept {
    const std::string* value = form_.find(name);
    return value == nullptr ? std::string_view{} : std::string_view(*value);
}

Result<std::string_view> Parameters::get(std::string_view name) const {
    const std::string_view value = find(name);
    if (value.empty()) return Error(Error::missing_parameter, std::string(name));
    return value;
}

}  // namespace watchword::endpoints
