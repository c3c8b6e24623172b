#pragma once
/// Dates as HTTP writes them (IMF-fixdate, RFC 9110 section 5.6.7).

#include <watchword/base/clock.hpp>

#include <string>

namespace watchword::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string format_date(TimePoint time);

/// The Date header's value, formatted once a second. One per thread.
class DateCache {
  public:
    const std::string& at(TimePoint now);

  private:
    std::int64_t second_ = -1;
    std::string text_;
};

}  // namespace watchword::http
