#include <watchword/passwords/predictable.hpp>

#include <algorithm>
#include <array>

namespace watchword::passwords {
namespace {

constexpr std::size_t least_run = 4;
constexpr std::size_t longest_unit = 3;

/// What people walk along; the digits and the alphabet count as closed circles.
constexpr std::array<std::u32string_view, 8> walks{
    U"01234567890", U"abcdefghijklmnopqrstuvwxyza",  U"1234567890-=", U"qwertyuiop[]", U"asdfghjkl;'",
    U"zxcvbnm,./",  U"1qaz2wsx3edc4rfv5tgb6yhn7ujm", U"!@#$%^&*()_+",
};

/// How long the beginning of `rest` walks along `walk`; `step` is the direction.
std::size_t walk_length(std::u32string_view rest, std::u32string_view walk, bool backwards) {
    std::size_t longest = 0;
    for (std::size_t start = 0; start < walk.size(); ++start) {
        std::size_t length = 0;
        while (length < rest.size() && length < (backwards ? start + 1 : walk.size() - start) &&
               rest[length] == walk[backwards ? start - length : start + length])
            ++length;
        longest = std::max(longest, length);
    }
    return longest;
}

std::size_t run_length(std::u32string_view rest) {
    std::size_t longest = 0;
    for (const std::u32string_view walk : walks)
        longest = std::max({longest, walk_length(rest, walk, false), walk_length(rest, walk, true)});
    return longest >= least_run ? longest : 0;
}

/// The beginning of `rest` that repeats its first one to three characters.
std::size_t repetition_length(std::u32string_view rest) {
    std::size_t longest = 0;
    for (std::size_t unit = 1; unit <= longest_unit; ++unit) {
        std::size_t length = unit;
        while (length < rest.size() && rest[length] == rest[length - unit])
            ++length;
        if (length >= 2 * unit) longest = std::max(longest, length);
    }
    return longest >= least_run ? longest : 0;
}

std::size_t word_length(std::u32string_view rest, const std::vector<std::u32string>& words) {
    std::size_t longest = 0;
    for (const std::u32string& word : words) {
        if (rest.starts_with(word)) longest = std::max(longest, word.size());
    }
    return longest;
}

std::size_t year_length(std::u32string_view rest) {
    const auto is_digit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
    const bool century = rest.starts_with(U"19") || rest.starts_with(U"20");
    return century && rest.size() >= 4 && is_digit(rest[2]) && is_digit(rest[3]) ? 4 : 0;
}

}  // namespace

std::size_t unpredictable_length(std::u32string_view password, const std::vector<std::u32string>& words) {
    std::size_t count = 0;
    while (!password.empty()) {
        const std::size_t foreseen = std::max({word_length(password, words), run_length(password),
                                               repetition_length(password), year_length(password), std::size_t{1}});
        password.remove_prefix(foreseen);
        ++count;
    }
    return count;
}

}  // namespace watchword::passwords
