#include <watchword/http/date.hpp>

#include <array>
#include <cstdio>
#include <string_view>

namespace watchword::http {

std::string format_date(TimePoint time) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time - day));
    std::array<char, 64> text{};
    const int size =
        std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", days[weekday(day).c_encoding()],
                      static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                      static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return std::string(text.data(), static_cast<std::size_t>(size));
}

const std::string& DateCache::at(TimePoint now) {
    const std::int64_t second = to_unix_seconds(now);
    if (second != second_) {
        second_ = second;
        text_ = format_date(now);
    }
    return text_;
}

}  // namespace watchword::http
