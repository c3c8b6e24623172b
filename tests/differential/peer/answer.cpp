#include "answer.hpp"

#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>

namespace watchword::differential {

void Answer::begin(std::string_view name) {
    if (json_.size() > 1) json_ += ',';
    jose::json::append_quoted(json_, name);
    json_ += ':';
}

Answer& Answer::text(std::string_view name, std::string_view value) {
    begin(name);
    jose::json::append_quoted(json_, value);
    return *this;
}

Answer& Answer::octets(std::string_view name, ByteView value) {
    return text(name, jose::encode_base64url(value));
}

Answer& Answer::json(std::string_view name, std::string_view value) {
    begin(name);
    json_ += value;
    return *this;
}

Answer Answer::refusal(const Error& error) {
    return Answer().text("error", error.name()).text("detail", error.detail());
}

Answer text_or_refusal(std::string_view name, const Result<std::string>& result) {
    return result ? Answer().text(name, *result) : Answer::refusal(result.error());
}

}  // namespace watchword::differential
