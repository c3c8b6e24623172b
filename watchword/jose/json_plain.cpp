#include <watchword/jose/json_names.hpp>
#include <watchword/jose/json_plain.hpp>
#include <watchword/jose/json_tape.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace watchword::jose::json {

#ifdef __SSE2__
namespace {

/// Names of an object that are compared with each other; more are not plain.
constexpr std::size_t most_members = 32;
constexpr std::ptrdiff_t most_digits = 18;
/// Each level is a call, whatever depth a caller allows.
constexpr std::size_t most_depth = 64;

/// Each function reads from `at` on and gives what is behind it, or null if that is not plain. The position is handed
/// on so that it stays in a register: bytes are written all the time, which might be any member for all the compiler
/// knows.
class PlainReader {
  public:
    explicit PlainReader(const PlainText& plain) noexcept
        : depth_left_(std::min(plain.depth, most_depth)), tape_(plain.tape), strings_(plain.strings) {}

    std::optional<std::size_t> read(const char* text, std::size_t size) noexcept {
        const char* const behind = object(behind_space(text));
        if (behind == nullptr || behind_space(behind) != text + size) return std::nullopt;
        tape_[words_++] = word('r', 0);
        tape_[0] = word('r', words_);
        return string_bytes_;
    }

  private:
    static constexpr std::uint64_t word(char type, std::uint64_t payload) noexcept {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(type)) << 56 | payload;
    }
    static const char* behind_space(const char* at) noexcept {
        while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
            ++at;
        return at;
    }

    const char* value(const char* at) noexcept {
        switch (*at) {
            case '"':
                return string(at);
            case '{':
                return object(at);
            case '[':
                return array(at);
            case 't':
                return literal(at, "true");
            case 'f':
                return literal(at, "false");
            case 'n':
                return literal(at, "null");
            default:
                return integer(at);
        }
    }

    const char* object(const char* at) noexcept {
        std::uint64_t marks = 0;
        std::size_t members = 0;
        return each(at, '{', '}', [&](const char* member_at, std::size_t start) {
            return ++members > most_members ? nullptr : member(member_at, start, marks);
        });
    }

    const char* array(const char* at) noexcept {
        return each(at, '[', ']', [this](const char* value_at, std::size_t /*start*/) { return value(value_at); });
    }

    /// What stands between the brackets, separated by commas. The first word says where it ends, the last one where it
    /// began.
    template <class Read>
    const char* each(const char* at, char opening, char closing, Read read) noexcept {
        if (*at != opening || depth_left_ == 0) return nullptr;
        --depth_left_;
        const std::size_t start = words_++;
        at = behind_space(at + 1);
        if (*at != closing) {
            for (;; at = behind_space(at + 1)) {
                at = read(at, start);
                if (at == nullptr) return nullptr;
                if (*at != ',') at = behind_space(at);
                if (*at != ',') break;
            }
        }
        if (*at != closing) return nullptr;
        tape_[words_] = word(closing, start);
        tape_[start] = word(opening, ++words_);
        ++depth_left_;
        return at + 1;
    }

    const char* member(const char* at, std::size_t object, std::uint64_t& marks) noexcept {
        const std::size_t name = words_;
        at = string(at);
        if (at == nullptr) return nullptr;
        const std::uint64_t mark = name_mark(tape::text(strings_, tape_[name]));
        if ((marks & mark) != 0 && is_repeated(name, object)) return nullptr;
        marks |= mark;
        if (*at != ':') at = behind_space(at);
        if (*at != ':') return nullptr;
        return value(behind_space(at + 1));
    }

    bool is_repeated(std::size_t name, std::size_t object) const noexcept {
        for (std::size_t other = object + 1; other < name; other = tape::behind(tape_, other + 1))
            if (tape::text(strings_, tape_[other]) == tape::text(strings_, tape_[name])) return true;
        return false;
    }

    /// Where the first byte is that ends plain text: a quote, or what is not plain. Compared as signed, all above ASCII
    /// are below a space as well as the control characters; the zeros behind the text are.
    static unsigned ends_of(__m128i chunk) noexcept {
        const __m128i quotes = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'));
        const __m128i escapes = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\'));
        const __m128i others = _mm_cmplt_epi8(chunk, _mm_set1_epi8(' '));
        return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, escapes), others)));
    }

    /// Copies sixteen bytes at a time.
    const char* string(const char* at) noexcept {
        if (*at != '"') return nullptr;
        std::uint8_t* const out = strings_ + string_bytes_;
        std::uint8_t* to = out + sizeof(std::uint32_t);
        const char* const first = ++at;
        unsigned ends = 0;
        for (;; at += sizeof(__m128i), to += sizeof(__m128i)) {
            const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
            _mm_storeu_si128(reinterpret_cast<__m128i*>(to), chunk);
            ends = ends_of(chunk);
            if (ends != 0) break;
        }
        at += std::countr_zero(ends);
        if (*at != '"') return nullptr;
        const auto size = static_cast<std::uint32_t>(at - first);
        std::memcpy(out, &size, sizeof size);
        out[sizeof size + size] = 0;
        tape_[words_++] = word('"', string_bytes_);
        string_bytes_ += sizeof size + size + 1;
        return at + 1;
    }

    const char* integer(const char* at) noexcept {
        const bool is_negative = *at == '-';
        const char* const first = is_negative ? ++at : at;
        std::uint64_t number = 0;
        for (; *at >= '0' && *at <= '9' && at - first <= most_digits; ++at)
            number = number * 10 + static_cast<std::uint64_t>(*at - '0');
        const std::ptrdiff_t digits = at - first;
        if (digits == 0 || digits > most_digits) return nullptr;
        // With a leading zero it is no JSON; minus zero is, but rare.
        if (*first == '0' && (digits > 1 || is_negative)) return nullptr;
        if (*at == '.' || *at == 'e' || *at == 'E') return nullptr;
        tape_[words_++] = word('l', 0);
        tape_[words_++] = is_negative ? -number : number;
        return at;
    }

    template <std::size_t size>
    const char* literal(const char* at, const char (&name)[size]) noexcept {
        if (std::memcmp(at, name, size - 1) != 0) return nullptr;
        tape_[words_++] = word(name[0], 0);
        return at + size - 1;
    }

    std::size_t depth_left_;
    std::uint64_t* const tape_;
    std::uint8_t* const strings_;
    std::size_t words_ = 1;
    std::size_t string_bytes_ = 0;
};

}  // namespace

std::optional<std::size_t> read_plain_object(const PlainText& plain) noexcept {
    return PlainReader(plain).read(plain.text, plain.size);
}
#else
std::optional<std::size_t> read_plain_object(const PlainText& /*plain*/) noexcept {
    return std::nullopt;
}
#endif

}  // namespace watchword::jose::json
