#include <watchword/jose/json.hpp>
#include <watchword/jose/json_object.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

namespace watchword::jose::json {
namespace {

constexpr std::size_t empty_object = 2;

/// Copies a few bytes; the result has the top bit of a byte set if one of them must be escaped or is above ASCII. What
/// it says of the bytes behind the first such one may be wrong. What was written is not looked at again: it would have
/// to reach the memory first.
template <class Word>
Word copy(char* to, const char* from) noexcept {
    constexpr auto each = [](unsigned char byte) {
        return static_cast<Word>(std::numeric_limits<Word>::max() / 0xff * byte);
    };
    Word bytes = 0;
    std::memcpy(&bytes, from, sizeof bytes);
    std::memcpy(to, &bytes, sizeof bytes);
    const Word controls = bytes - each(' ');
    const Word quotes = (bytes ^ each('"')) - each(1);
    const Word backslashes = (bytes ^ each('\\')) - each(1);
    return (bytes | controls | quotes | backslashes) & each(0x80);
}

/// Words of eight bytes, the last of which may overlap the one before it.
template <class Word>
bool copy_words(char* to, std::string_view text) noexcept {
    const std::size_t last = text.size() - sizeof(Word);
    Word found = copy<Word>(to + last, text.data() + last);
    for (std::size_t i = 0; i < last; i += sizeof(Word))
        found |= copy<Word>(to + i, text.data() + i);
    return found == 0;
}

/// False if something in it needs an escape or is above ASCII; what was copied is worth nothing then.
bool copy_plain(char* to, std::string_view text) noexcept {
    if (text.size() >= sizeof(std::uint64_t)) return copy_words<std::uint64_t>(to, text);
    if (text.size() >= sizeof(std::uint32_t)) return copy_words<std::uint32_t>(to, text);
    std::uint8_t found = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        found |= copy<std::uint8_t>(to + i, text.data() + i);
    return found == 0;
}

}  // namespace

ObjectWriter& ObjectWriter::add(std::string_view name, std::string_view text) {
    char* const to = begin(name);
    return end(write_quoted(to, text));
}

ObjectWriter& ObjectWriter::add(std::string_view name, std::int64_t number) {
    constexpr std::size_t most_digits = 20;
    char* const to = room_for(most_digits, begin(name));
    return end(std::to_chars(to, to + most_digits, number).ptr);
}

ObjectWriter& ObjectWriter::add(std::string_view name, const std::vector<std::string>& texts) {
    char* to = write(begin(name), "[");
    for (const std::string& text : texts) {
        if (&text != &texts.front()) to = write(to, ",");
        to = write_quoted(to, text);
    }
    return end(write(to, "]"));
}

ObjectWriter& ObjectWriter::add_json(std::string_view name, std::string_view json) {
    is_ascii_ = false;
    return add_plain(name, json);
}

ObjectWriter& ObjectWriter::add_plain(std::string_view name, std::string_view json) {
    char* const to = begin(name);
    return end(write(to, json));
}

/// Takes the place of the closing brace.
char* ObjectWriter::begin(std::string_view name) {
    char* to = memory_.data() + size_ - 1;
    if (size_ != empty_object) *to++ = ',';
    last_.start = offset(to);
    to = write_quoted(to, name);
    *to++ = ':';
    last_.value = offset(to);
    return to;
}

ObjectWriter& ObjectWriter::end(char* to) noexcept {
    last_.end = offset(to);
    *to = '}';
    size_ = last_.end + 1;
    return *this;
}

char* ObjectWriter::write_quoted(char* to, std::string_view text) {
    to = room_for(text.size(), to);
    if (!copy_plain(to + 1, text)) return write_escaped(to, text);
    char* const behind = to + 1 + text.size();
    *to = *behind = '"';
    return behind + 1;
}

char* ObjectWriter::write_escaped(char* to, std::string_view text) {
    if (std::any_of(text.begin(), text.end(),
                    [](char character) { return static_cast<unsigned char>(character) > 0x7f; }))
        is_ascii_ = false;
    std::string quoted;
    append_quoted(quoted, text);
    return write(to, quoted);
}

char* ObjectWriter::write(char* to, std::string_view bytes) {
    to = room_for(bytes.size(), to);
    std::copy(bytes.begin(), bytes.end(), to);
    return to + bytes.size();
}

char* ObjectWriter::grow(std::size_t used, std::size_t bytes) {
    memory_.resize(2 * used + bytes + margin);
    return memory_.data() + used;
}

void ObjectWriter::remove_last() noexcept {
    // The comma before it, if there is one, becomes the brace.
    const bool is_only_one = last_.start == 1;
    size_ = is_only_one ? empty_object : last_.start;
    memory_[size_ - 1] = '}';
}

void ObjectWriter::replace_value(const Place& member, std::string_view json) {
    const Place old = member;
    memory_.replace(old.value, old.end - old.value, json);
    // Unsigned on purpose: what wraps around here wraps back below.
    const std::size_t shift = json.size() - (old.end - old.value);
    size_ += shift;
    last_.end += shift;
    if (last_.start > old.start) last_.start += shift, last_.value += shift;
    if (memory_.size() - size_ < margin) grow(size_, 0);
}

}  // namespace watchword::jose::json
