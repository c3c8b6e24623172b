#include <watchword/pages/words.hpp>

#include <array>
#include <cstdio>
#include <string_view>

namespace watchword::pages {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

std::string counted(std::int64_t number, std::string_view unit) {
    std::string text = std::to_string(number) + ' ' + std::string(unit);
    if (number != 1) text += 's';
    return text;
}

struct CalendarTime {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<Seconds> time;
};

CalendarTime calendar_time(TimePoint time) {
    const auto seconds = std::chrono::floor<Seconds>(time);
    const auto day = std::chrono::floor<days>(seconds);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<Seconds>(seconds - day)};
}

}  // namespace

std::string wait_in_words(Seconds wait) {
    if (wait <= Seconds(1)) return "1 second";
    if (wait < Seconds(90)) return counted(wait.count(), "second");
    if (wait < minutes(90)) return counted(std::chrono::ceil<minutes>(wait).count(), "minute");
    return counted(std::chrono::ceil<hours>(wait).count(), "hour");
}

std::string ago_in_words(TimePoint then, TimePoint now) {
    const auto passed = std::chrono::floor<Seconds>(now - then);
    if (passed < minutes(1)) return "just now";
    if (passed < hours(1)) return counted(std::chrono::floor<minutes>(passed).count(), "minute") + " ago";
    if (passed < days(1)) return counted(std::chrono::floor<hours>(passed).count(), "hour") + " ago";
    if (passed < days(2)) return "yesterday";
    return counted(std::chrono::floor<days>(passed).count(), "day") + " ago";
}

std::string day_in_words(TimePoint time) {
    static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    const auto date = calendar_time(time).date;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%u %s %d", static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
    return text.data();
}

std::string date_in_words(TimePoint time) {
    const auto clock = calendar_time(time).time;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), ", %02d:%02d UTC", static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    return day_in_words(time) + text.data();
}

std::string date_for_machines(TimePoint time) {
    const auto [date, clock] = calendar_time(time);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

}  // namespace watchword::pages
