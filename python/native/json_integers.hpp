#pragma once
/// Integers beyond 64 bits, which jose::json refuses: Python has them. They are taken out of the text, which is then
/// read as strictly as any other, and put back into what was read.

#include <python/native/known_names.hpp>
#include <watchword/jose/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::python {

class LargeIntegers {
  public:
    /// `text` must outlive this.
    explicit LargeIntegers(std::string_view text);
    bool none() const noexcept { return found_.empty(); }
    /// More digits than Python converts (sys.int_info.default_max_str_digits): the time grows with their square.
    bool too_long() const noexcept;
    /// The text with 0 and spaces in the place of each of them.
    std::string text_without() const;
    /// The document that text_without() was read as, with the integers in their places. Throws Raised.
    Owned to_python(const KnownNames& names, jose::json::Value root) const;

  private:
    struct Integer {
        std::string_view digits;
        /// How many numbers stand before it.
        std::size_t number;
    };
    std::string_view text_;
    std::vector<Integer> found_;
};

}  // namespace watchword::python
