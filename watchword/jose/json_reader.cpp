// The one place that knows simdjson. Its DOM validates everything that it reads, in contrast to its on-demand front
// end, which does not look at what a caller skips. What is plain does not get there (json_plain.hpp).

#include <watchword/base/secret.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/json_names.hpp>
#include <watchword/jose/json_plain.hpp>
#include <watchword/jose/json_tape.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include <simdjson.h>

namespace watchword::jose::json {
namespace {

// What a thread keeps ready. Larger texts are rare and get memory of their own, so that no thread keeps megabytes.
constexpr std::size_t kept_ready = 16 * 1024;

// What json_plain.hpp asks for behind a text.
static_assert(simdjson::SIMDJSON_PADDING >= 64);

/// Where one text is read: the parser, its output, and room for the padding that it demands.
struct Scratch {
    /// Never below what simdjson allocates at least: it would give back memory that holds a secret, and take some anew.
    explicit Scratch(std::size_t size)
        : capacity(std::max(size, simdjson::dom::MINIMAL_DOCUMENT_CAPACITY)),
          text(std::make_unique_for_overwrite<char[]>(capacity + simdjson::SIMDJSON_PADDING)) {
        if (parser.allocate(capacity) != simdjson::SUCCESS || document.allocate(capacity) != simdjson::SUCCESS) {
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
    bool read_plain(const Limits& limits) noexcept {
        return read_plain_object({text.get(), used, limits.depth, document.tape.get()});
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

/// simdjson keeps the length of a string before its bytes.
void adopt_strings(std::uint64_t* tape, const std::uint8_t* strings) noexcept {
    const std::size_t end = tape::payload(tape[0]) - 1;
    for (std::size_t at = 1; at < end;) {
        const char type = tape::type(tape[at]);
        if (type == '"') {
            const std::size_t offset = tape::payload(tape[at]);
            std::uint32_t size = 0;
            std::memcpy(&size, strings + offset, sizeof size);
            tape[at] = tape::string_word(offset + sizeof size, size);
        }
        at = type == '{' || type == '[' ? at + 1 : tape::behind(tape, at);
    }
}

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
            found.string_bytes = tape::string_offset(tape[at]) + text.size();
        }
        at = opens ? at + 1 : tape::behind(tape, at);
    }
    return found;
}

std::size_t words_for(std::size_t bytes) noexcept {
    return (bytes + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);
}

}  // namespace

/// Turns what lies in scratch memory into a document.
class Reader {
  public:
    enum class Content : std::uint8_t { open, secret };
    enum class Root : std::uint8_t { object, any_value };

    static Result<Document> read(Scratch& scratch, const Limits& limits, Content content, Root root = Root::object) {
        std::uint64_t* const tape = scratch.document.tape.get();
        if (scratch.read_plain(limits)) return keep(tape, scratch.text.get(), scratch.used, content);
        if (!scratch.read()) return Error::malformed;
        const std::uint8_t* const strings = scratch.document.string_buf.get();
        adopt_strings(tape, strings);
        if (root == Root::object && tape::type(tape[1]) != '{') return Error{Error::malformed, "not a JSON object"};
        const bool has_escapes = std::memchr(scratch.text.get(), '\\', scratch.used) != nullptr;
        const std::optional<Survey> found = survey(tape, strings, has_escapes);
        if (!found) return Error{Error::malformed, "a repeated name or a lone surrogate"};
        if (found->depth > limits.depth) return Error{Error::too_large, "nested too deeply"};
        return keep(tape, strings, found->string_bytes, content);
    }

    /// Wipes what a secret went through, whatever happens to it.
    class CleanAtTheEnd {
      public:
        explicit CleanAtTheEnd(Scratch& scratch) noexcept : scratch_(scratch) {}
        ~CleanAtTheEnd() {
            wipe(scratch_.text.get(), scratch_.capacity);
            wipe(scratch_.document.string_buf.get(), scratch_.capacity * 5 / 3);
        }
        CleanAtTheEnd(const CleanAtTheEnd&) = delete;
        CleanAtTheEnd& operator=(const CleanAtTheEnd&) = delete;

      private:
        Scratch& scratch_;
    };

  private:
    static Document keep(const std::uint64_t* tape, const void* strings, std::size_t string_bytes, Content content) {
        const std::size_t words = tape::payload(tape[0]);
        const std::shared_ptr<std::uint64_t[]> kept = room_for(words + words_for(string_bytes), content);
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

/// Lets `use` work in this thread's scratch memory or, for a large text, in some of its own.
template <class Use>
Result<Document> with_scratch(std::size_t size, const Limits& limits, Use use) {
    if (size > std::min(limits.bytes, tape::longest_text)) return Error::Code::too_large;
    if (size == 0) return Error::Code::malformed;
    if (size > kept_ready) {
        Scratch scratch(size);
        return use(scratch);
    }
    thread_local Scratch scratch(kept_ready);
    return use(scratch);
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    return simdjson::validate_utf8(text);
}

Result<Document> Document::parse_object(std::string_view text, const Limits& limits) {
    return with_scratch(text.size(), limits, [&](Scratch& scratch) {
        scratch.put(text);
        return Reader::read(scratch, limits, Reader::Content::open);
    });
}

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
    return with_scratch(text.size(), limits, [&](Scratch& scratch) {
        scratch.put(text);
        return Reader::read(scratch, limits, Reader::Content::open, Reader::Root::any_value);
    });
}

Result<Document> Document::parse_base64url_object(std::string_view base64url, const Limits& limits) {
    return with_scratch(decoded_size(base64url.size()), limits, [&](Scratch& scratch) -> Result<Document> {
        if (!scratch.put_decoded(base64url)) return Error(Error::malformed, "not canonical base64url");
        return Reader::read(scratch, limits, Reader::Content::open);
    });
}

Result<Document> Document::parse_secret_object(std::string_view text, const Limits& limits) {
    if (text.size() > std::min(limits.bytes, tape::longest_text)) return Error::too_large;
    if (text.empty()) return Error::malformed;
    Scratch scratch(text.size());
    const Reader::CleanAtTheEnd clean(scratch);
    scratch.put(text);
    return Reader::read(scratch, limits, Reader::Content::secret);
}

}  // namespace watchword::jose::json
