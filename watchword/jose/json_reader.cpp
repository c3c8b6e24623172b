// The one place that knows simdjson. Its DOM validates everything that it reads, in contrast to its on-demand front
// end, which does not look at what a caller skips.

#include <watchword/base/secret.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/json_names.hpp>
#include <watchword/jose/json_tape.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include <simdjson.h>

namespace watchword::jose::json {
namespace {

// What a thread keeps ready. Larger texts are rare and get a desk of their own, so that no thread keeps megabytes.
constexpr std::size_t kept_ready = 16 * 1024;

/// Where one text is read: the parser, its output, and room for the padding that it demands.
struct Desk {
    explicit Desk(std::size_t size)
        : capacity(size), text(std::make_unique_for_overwrite<char[]>(size + simdjson::SIMDJSON_PADDING)) {
        if (parser.allocate(size) != simdjson::SUCCESS || document.allocate(size) != simdjson::SUCCESS) {
            throw std::bad_alloc();
        }
    }
    void put(std::string_view input) noexcept {
        std::copy(input.begin(), input.end(), text.get());
        used = input.size();
    }
    bool put_decoded(std::string_view base64url) noexcept {
        used = decoded_size(base64url.size());
        return decode_base64url(base64url, reinterpret_cast<std::uint8_t*>(text.get()));
    }
    bool read() noexcept {
        std::memset(text.get() + used, 0, simdjson::SIMDJSON_PADDING);
        return parser.parse_into_document(document, text.get(), used, false).error() == simdjson::SUCCESS;
    }
    std::size_t used = 0;
    std::size_t capacity;
    std::unique_ptr<char[]> text;
    simdjson::dom::parser parser;
    simdjson::dom::document document;
};

/// What one walk over the whole tape finds out.
struct Survey {
    std::size_t depth = 0;
    std::size_t string_bytes = 0;
};

// simdjson writes a lone low surrogate as three bytes that are not UTF-8. Only an escape can spell one.
bool holds_lone_surrogate(std::string_view text) noexcept {
    return !is_utf8(text);
}

/// Empty if a name is repeated or a string is not Unicode.
std::optional<Survey> survey(const std::uint64_t* tape, const std::uint8_t* strings, bool has_escapes) {
    Survey found;
    std::size_t depth = 0;
    const std::size_t end = tape::payload(tape[0]) - 1;
    for (std::size_t at = 1; at < end;) {
        const char type = tape::type(tape[at]);
        const bool opens = type == '{' || type == '[';
        if (opens) found.depth = std::max(found.depth, ++depth);
        if (type == '}' || type == ']') --depth;
        if (type == '{' && !names_are_unique(tape, strings, at)) return std::nullopt;
        if (type == '"') {
            const std::string_view text = tape::text(strings, tape[at]);
            if (has_escapes && holds_lone_surrogate(text)) return std::nullopt;
            found.string_bytes = tape::payload(tape[at]) + sizeof(std::uint32_t) + text.size();
        }
        at = opens ? at + 1 : tape::behind(tape, at);
    }
    return found;
}

std::size_t words_for(std::size_t bytes) noexcept {
    return (bytes + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);
}

}  // namespace

/// Turns what lies on a desk into a document.
class Reader {
  public:
    enum class Content : std::uint8_t { open, secret };

    static Result<Document> read(Desk& desk, const Limits& limits, Content content) {
        if (!desk.read()) return Error::malformed;
        const std::uint64_t* const tape = desk.document.tape.get();
        const std::uint8_t* const strings = desk.document.string_buf.get();
        if (tape::type(tape[1]) != '{') return Error{Error::malformed, "not a JSON object"};
        const bool has_escapes = std::memchr(desk.text.get(), '\\', desk.used) != nullptr;
        const std::optional<Survey> found = survey(tape, strings, has_escapes);
        if (!found) return Error{Error::malformed, "a repeated name or a lone surrogate"};
        if (found->depth > limits.depth) return Error{Error::too_large, "nested too deeply"};
        return keep(tape, strings, found->string_bytes, content);
    }

    static void clean(Desk& desk) noexcept {
        wipe(desk.text.get(), desk.capacity);
        wipe(desk.document.string_buf.get(), desk.capacity * 5 / 3);
    }

  private:
    static Document keep(const std::uint64_t* tape, const std::uint8_t* strings, std::size_t string_bytes,
                         Content content) {
        const std::size_t words = tape::payload(tape[0]);
        const std::size_t total = words + words_for(string_bytes);
        const std::shared_ptr<std::uint64_t[]> kept = room_for(total, content);
        std::memcpy(kept.get(), tape, words * sizeof *tape);
        std::memcpy(kept.get() + words, strings, string_bytes);
        return Document(kept);
    }

    static std::shared_ptr<std::uint64_t[]> room_for(std::size_t words, Content content) {
        if (content == Content::open) return std::make_shared_for_overwrite<std::uint64_t[]>(words);
        return {new std::uint64_t[words], WipeAndFree{words}};
    }
    struct WipeAndFree {
        std::size_t words;
        void operator()(std::uint64_t* tape) const noexcept {
            wipe(tape, words * sizeof *tape);
            delete[] tape;
        }
    };
};

namespace {

/// Lets `use` work at this thread's desk or, for a large text, at one of its own.
template <class Use>
Result<Document> at_a_desk(std::size_t size, const Limits& limits, Use use) {
    if (size > limits.bytes) return Error::Code::too_large;
    if (size == 0) return Error::Code::malformed;
    if (size > kept_ready) {
        Desk desk(size);
        return use(desk);
    }
    thread_local Desk desk(kept_ready);
    return use(desk);
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    return simdjson::validate_utf8(text);
}

Result<Document> Document::parse_object(std::string_view text, const Limits& limits) {
    return at_a_desk(text.size(), limits, [&](Desk& desk) {
        desk.put(text);
        return Reader::read(desk, limits, Reader::Content::open);
    });
}

Result<Document> Document::parse_base64url_object(std::string_view base64url, const Limits& limits) {
    return at_a_desk(decoded_size(base64url.size()), limits, [&](Desk& desk) -> Result<Document> {
        if (!desk.put_decoded(base64url)) return Error(Error::malformed, "not canonical base64url");
        return Reader::read(desk, limits, Reader::Content::open);
    });
}

Result<Document> Document::parse_secret_object(std::string_view text, const Limits& limits) {
    if (text.size() > limits.bytes) return Error::too_large;
    if (text.empty()) return Error::malformed;
    Desk desk(text.size());
    desk.put(text);
    Result<Document> document = Reader::read(desk, limits, Reader::Content::secret);
    Reader::clean(desk);
    return document;
}

}  // namespace watchword::jose::json
