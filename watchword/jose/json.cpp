#include <watchword/base/secret.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/json_tape.hpp>

#include <bit>

namespace watchword::jose::json {
namespace {

const std::uint8_t* strings_of(const std::uint64_t* tape) noexcept {
    return reinterpret_cast<const std::uint8_t*>(tape + tape::payload(tape[0]));
}

}  // namespace

void Document::Free::operator()(std::uint64_t* tape) const noexcept {
    if (wiped > 0) wipe(tape, wiped * sizeof *tape);
    delete[] tape;
}

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

std::optional<std::int64_t> Value::integer() const noexcept {
    if (kind() != Kind::integer) return std::nullopt;
    return static_cast<std::int64_t>(tape_[index_ + 1]);
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

std::optional<std::string_view> Value::string() const noexcept {
    if (kind() != Kind::string) return std::nullopt;
    return tape::text(strings_of(tape_), tape_[index_]);
}

std::optional<Value> Value::find(std::string_view name) const noexcept {
    if (kind() != Kind::object) return std::nullopt;
    const std::uint8_t* const strings = strings_of(tape_);
    const std::size_t end = tape::closing(tape_, index_);
    for (std::size_t at = index_ + 1; at < end; at = tape::behind(tape_, at + 1)) {
        if (tape::text(strings, tape_[at]) == name) return Value(tape_, at + 1);
    }
    return std::nullopt;
}

std::vector<std::string_view> Value::names() const {
    std::vector<std::string_view> names;
    if (kind() != Kind::object) return names;
    const std::size_t end = tape::closing(tape_, index_);
    for (std::size_t at = index_ + 1; at < end; at = tape::behind(tape_, at + 1)) {
        names.push_back(tape::text(strings_of(tape_), tape_[at]));
    }
    return names;
}

std::vector<Value> Value::elements() const {
    std::vector<Value> elements;
    if (kind() != Kind::array) return elements;
    const std::size_t end = tape::closing(tape_, index_);
    for (std::size_t at = index_ + 1; at < end; at = tape::behind(tape_, at))
        elements.push_back(Value(tape_, at));
    return elements;
}

}  // namespace watchword::jose::json
