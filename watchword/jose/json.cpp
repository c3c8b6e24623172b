#include <watchword/jose/json.hpp>

#include <bit>
#include <cstring>

namespace watchword::jose::json {
Value::Kind Value::kind() const noexcept {
    switch (tape::type(tape_[index_])) {
        case '{':
            return Kind::object;
        case '[':
            return Kind::array;
        case '"':
            return Kind::string;
        case 'l':
            return Kind::integer;
        case 'u':
        case 'd':
            return Kind::number;
        case 't':
        case 'f':
            return Kind::boolean;
        default:
            return Kind::null;
    }
}

std::optional<bool> Value::boolean() const noexcept {
    if (kind() != Kind::boolean) return std::nullopt;
    return tape::type(tape_[index_]) == 't';
}

std::optional<double> Value::number() const noexcept {
    switch (tape::type(tape_[index_])) {
        case 'l':
            return static_cast<double>(static_cast<std::int64_t>(tape_[index_ + 1]));
        case 'u':
            return static_cast<double>(tape_[index_ + 1]);
        case 'd':
            return std::bit_cast<double>(tape_[index_ + 1]);
        default:
            return std::nullopt;
    }
}

std::optional<Value> Value::find(std::string_view name) const noexcept {
    if (tape::type(tape_[index_]) != '{') return std::nullopt;
    const std::uint8_t* const strings = tape::strings_of(tape_);
    const std::size_t end = tape::closing(tape_, index_);
    for (std::size_t at = index_ + 1; at != end; at = tape::behind(tape_, at + 1))
        if (tape::text(strings, tape_[at]) == name) return Value(tape_, at + 1);
    return std::nullopt;
}

Members Value::members() const noexcept {
    if (tape::type(tape_[index_]) != '{') return {tape_, 0, 0};
    return {tape_, index_ + 1, tape::closing(tape_, index_)};
}

Elements Value::each_element() const noexcept {
    if (tape::type(tape_[index_]) != '[') return {tape_, 0, 0};
    return {tape_, index_ + 1, tape::closing(tape_, index_)};
}

std::size_t Document::bytes() const noexcept {
    const std::uint64_t* const words = tape_.get();
    const std::size_t count = tape::payload(words[0]);
    std::size_t strings = 0;
    for (std::size_t at = 1; at < count - 1;) {
        const char type = tape::type(words[at]);
        if (type == '"') strings = tape::string_offset(words[at]) + tape::string_size(words[at]);
        at = type == '{' || type == '[' ? at + 1 : tape::behind(words, at);
    }
    return count * sizeof(std::uint64_t) + strings;
}

Document Document::copied_to(std::uint64_t* place) const noexcept {
    std::memcpy(place, tape_.get(), bytes());
    return Document(Tape(std::shared_ptr<const void>(), place));
}

std::vector<std::string_view> Value::names() const {
    std::vector<std::string_view> names;
    for (const Member& member : members())
        names.push_back(member.name);
    return names;
}

std::vector<Value> Value::elements() const {
    std::vector<Value> elements;
    for (const Value& element : each_element())
        elements.push_back(element);
    return elements;
}

}  // namespace watchword::jose::json
