#include <python/native/known_headers.hpp>
#include <watchword/jose/json.hpp>

namespace watchword::python {

std::optional<jose::Algorithm> read_plain_header(std::string_view base64url) {
    const auto document = jose::json::Document::parse_base64url_object(base64url);
    if (!document) return std::nullopt;
    const jose::json::Value header = document->root();
    if (header.find("crit") || header.find("b64")) return std::nullopt;
    const auto kid = header.find("kid");
    const auto alg = header.find("alg");
    if ((kid && !kid->string()) || !alg || !alg->string()) return std::nullopt;
    return jose::find_algorithm(*alg->string());
}

}  // namespace watchword::python
