#include <watchword/jose/json_names.hpp>
#include <watchword/jose/json_plain.hpp>
#include <watchword/jose/json_tape.hpp>

#include <algorithm>
#include <array>
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

/// Where the quotes of a text stand: a bit for each byte, found before anything is read, so that the end of a string is
/// known without waiting for its bytes.
class Quotes {
  public:
    /// False if the text is not plain: too long, or with a backslash, a control character, or a byte above ASCII.
    bool find_in(const char* text, std::size_t size) noexcept {
        if (size > words_.size() * bits) return false;
        text_ = text;
        std::uint64_t others = 0;
        for (std::size_t base = 0; base < size; base += bits) {
            const Found found = find_in_word(text + base);
            const std::uint64_t inside =
                size - base < bits ? (std::uint64_t{1} << (size - base)) - 1 : ~std::uint64_t{0};
            words_[count_++] = found.quotes & inside;
            others |= found.others & inside;
        }
        left_ = count_ == 0 ? 0 : words_[0];
        return others == 0;
    }

    /// Past the next quote, which the caller stands on.
    void skip() noexcept {
        reach();
        left_ &= left_ - 1;
    }
    /// The next quote, and past it. Null if there is none.
    const char* next() noexcept {
        if (!reach()) return nullptr;
        const char* const at = text_ + at_ * bits + static_cast<std::size_t>(std::countr_zero(left_));
        left_ &= left_ - 1;
        return at;
    }

  private:
    static constexpr std::size_t bits = 64;
    struct Found {
        std::uint64_t quotes = 0;
        std::uint64_t others = 0;
    };

    static std::uint64_t mask(__m128i bytes) noexcept { return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)); }
    static Found find_in_word(const char* text) noexcept {
        Found found;
        for (std::size_t i = 0; i < bits; i += sizeof(__m128i)) {
            const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
            // Compared as signed, all above ASCII are below a space as well as the control characters.
            const __m128i outside = _mm_cmplt_epi8(chunk, _mm_set1_epi8(' '));
            const __m128i escapes = _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\\'));
            found.quotes |= mask(_mm_cmpeq_epi8(chunk, _mm_set1_epi8('"'))) << i;
            found.others |= mask(_mm_or_si128(outside, escapes)) << i;
        }
        return found;
    }
    bool reach() noexcept {
        while (left_ == 0) {
            if (at_ + 1 >= count_) return false;
            left_ = words_[++at_];
        }
        return true;
    }

    const char* text_ = nullptr;
    std::uint64_t left_ = 0;  ///< of the word at `at_`
    std::size_t at_ = 0;
    std::size_t count_ = 0;
    std::array<std::uint64_t, 128> words_;
};

/// Each function reads from `at` on and gives what is behind it, or null if that is not plain. The position is handed
/// on so that it stays in a register: bytes are written all the time, which might be any member for all the compiler
/// knows.
class PlainReader {
  public:
    explicit PlainReader(const PlainText& plain) noexcept
        : depth_left_(std::min(plain.depth, most_depth)), text_(plain.text), tape_(plain.tape) {}

    bool read(std::size_t size) noexcept {
        if (!quotes_.find_in(text_, size)) return false;
        // Not before: what has just been decoded and what is written behind it would have to reach the memory before
        // they could be looked at as one.
        text_[size] = '\0';
        const char* const behind = object(behind_space(text_));
        if (behind == nullptr || behind_space(behind) != text_ + size) return false;
        tape_[words_++] = word('r', 0);
        tape_[0] = word('r', words_);
        return true;
    }

  private:
    static constexpr std::uint64_t word(char type, std::uint64_t payload) noexcept {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(type)) << 56 | payload;
    }
    static const char* behind_space(const char* at) noexcept {
        while (*at == ' ')
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
        const std::size_t word_of_name = words_;
        const char* const behind = string(at);
        if (behind == nullptr) return nullptr;
        const std::string_view name(at + 1, static_cast<std::size_t>(behind - at - 2));
        const std::uint64_t mark = name_mark(name);
        if ((marks & mark) != 0 && is_repeated(name, object, word_of_name)) return nullptr;
        marks |= mark;
        at = *behind == ':' ? behind : behind_space(behind);
        if (*at != ':') return nullptr;
        return value(behind_space(at + 1));
    }

    bool is_repeated(std::string_view name, std::size_t object, std::size_t end) const noexcept {
        const auto* const strings = reinterpret_cast<const std::uint8_t*>(text_);
        for (std::size_t other = object + 1; other < end; other = tape::behind(tape_, other + 1))
            if (tape::text(strings, tape_[other]) == name) return true;
        return false;
    }

    const char* string(const char* at) noexcept {
        if (*at != '"') return nullptr;
        quotes_.skip();
        const char* const end = quotes_.next();
        if (end == nullptr) return nullptr;
        const char* const first = at + 1;
        tape_[words_++] =
            tape::string_word(static_cast<std::size_t>(first - text_), static_cast<std::size_t>(end - first));
        return end + 1;
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

    Quotes quotes_;
    std::size_t depth_left_;
    char* const text_;
    std::uint64_t* const tape_;
    std::size_t words_ = 1;
};

}  // namespace

bool read_plain_object(const PlainText& plain) noexcept {
    return PlainReader(plain).read(plain.size);
}
#else
bool read_plain_object(const PlainText& /*plain*/) noexcept {
    return false;
}
#endif

}  // namespace watchword::jose::json
