#pragma once
/// Forms: application/x-www-form-urlencoded, as a body or as a query (WHATWG URL section 5.1, read strictly).

#include <watchword/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchword::http {

/// Names and values in their order; repeated names are kept, so that the caller can refuse them.
class Form {
  public:
    using Pair = std::pair<std::string, std::string>;

    /// The first value of that name, or null. Names compare exactly.
    const std::string* find(std::string_view name) const noexcept;
    /// Every value of that name, in order.
    std::vector<std::string_view> all(std::string_view name) const;
    std::size_t count(std::string_view name) const noexcept;
    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
    auto begin() const noexcept { return pairs_.begin(); }
    auto end() const noexcept { return pairs_.end(); }
    std::size_t size() const noexcept { return pairs_.size(); }
    bool empty() const noexcept { return pairs_.empty(); }

  private:
    std::vector<Pair> pairs_;
};

/// The most pairs that one form may have.
inline constexpr std::size_t max_form_pairs = 256;

/// Decodes `a=1&b=2`; '+' is a space, `a` alone has an empty value, empty parts (`&&`) are skipped.
/// Error: invalid_form for a broken percent sequence, a NUL (plain or encoded) or more than `max_form_pairs`.
Result<Form> parse_form(std::string_view text);

/// Percent-decoding (RFC 3986 section 2.1); '+' stays a plus. Error: invalid_form for a broken sequence or a NUL.
Result<std::string> percent_decode(std::string_view text);

/// Percent-encodes all but RFC 3986's unreserved characters: safe as a name or a value in a query or a form.
std::string percent_encode(std::string_view text);

/// True if the request's Content-Type is application/x-www-form-urlencoded; parameters such as charset are ignored.
bool is_form_content_type(std::string_view content_type) noexcept;

}  // namespace watchword::http
