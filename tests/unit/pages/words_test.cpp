#include <watchword/pages/device.hpp>
#include <watchword/pages/words.hpp>

#include <gtest/gtest.h>

namespace watchword::pages {
namespace {

using namespace std::chrono_literals;

TEST(Words, AWaitIsRoundedUpSoThatNobodyComesTooEarly) {
    struct Case {
        Seconds wait;
        std::string_view words;
    };
    for (const auto& [wait, words] : {Case{0s, "1 second"}, Case{1s, "1 second"}, Case{2s, "2 seconds"},
                                      Case{89s, "89 seconds"}, Case{90s, "2 minutes"}, Case{120s, "2 minutes"},
                                      Case{121s, "3 minutes"}, Case{90min, "2 hours"}, Case{3h, "3 hours"}}) {
        EXPECT_EQ(wait_in_words(wait), words);
    }
}

TEST(Words, ThePastIsRoundedDown) {
    const TimePoint now = from_unix_seconds(1'795'353'530);
    struct Case {
        Seconds ago;
        std::string_view words;
    };
    for (const auto& [ago, words] :
         {Case{-5s, "just now"}, Case{59s, "just now"}, Case{60s, "1 minute ago"}, Case{3599s, "59 minutes ago"},
          Case{1h, "1 hour ago"}, Case{86399s, "23 hours ago"}, Case{24h, "yesterday"}, Case{48h, "2 days ago"}}) {
        EXPECT_EQ(ago_in_words(now - ago, now), words);
    }
}

TEST(Words, DatesAreWrittenForPeopleAndForMachines) {
    EXPECT_EQ(day_in_words(from_unix_seconds(1'795'353'530)), "22 November 2026");
    EXPECT_EQ(date_in_words(from_unix_seconds(1'795'353'530)), "22 November 2026, 13:18 UTC");
    EXPECT_EQ(date_for_machines(from_unix_seconds(1'795'353'530)), "2026-11-22T13:18:50Z");
}

TEST(Device, IsNamedByBrowserAndSystem) {
    struct Case {
        std::string_view user_agent;
        std::string_view device;
    };
    for (const auto& [user_agent, device] :
         {Case{"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"},
          Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
               "Safari/537.36 Edg/130.0.0.0",
               "Edge on Windows"},
          Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 "
               "Mobile/15E148 Safari/604.1",
               "Safari on iPhone"},
          Case{"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36",
               "Chrome on Android"},
          Case{"curl/7.88.1", "curl"}, Case{"", "Unknown device"}}) {
        EXPECT_EQ(describe_device(user_agent), device);
    }
}

}  // namespace
}  // namespace watchword::pages
