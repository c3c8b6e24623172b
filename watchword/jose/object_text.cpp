#include <watchword/jose/object_text.hpp>

#include <utility>

namespace watchword::jose::detail {

void ObjectText::begin_member(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    json::append_quoted(text_, name);
    text_ += ':';
}

void ObjectText::add(std::string_view name, std::string_view text) {
    begin_member(name);
    json::append_quoted(text_, text);
}

void ObjectText::add_unless_empty(std::string_view name, std::string_view text) {
    if (!text.empty()) add(name, text);
}

void ObjectText::add_json(std::string_view name, std::string_view json) {
    begin_member(name);
    text_ += json;
}

void ObjectText::add_members(const json::Value& object) {
    const std::string braced = object.to_json();
    if (braced.size() <= 2) return;
    if (text_.size() > 1) text_ += ',';
    text_.append(braced, 1, braced.size() - 2);
}

std::string ObjectText::take() {
    close();
    return std::move(text_);
}

}  // namespace watchword::jose::detail
