#pragma once
/// Times and waits in words.

#include <watchword/base/clock.hpp>

#include <string>

namespace watchword::pages {

/// How long to wait, rounded up: "1 second", "40 seconds", "2 minutes", "3 hours".
std::string wait_in_words(Seconds wait);

/// How long ago, rounded down: "just now", "5 minutes ago", "yesterday", "12 days ago".
std::string ago_in_words(TimePoint then, TimePoint now);

/// "22 November 2026".
std::string day_in_words(TimePoint time);

/// "22 November 2026, 13:18 UTC".
std::string date_in_words(TimePoint time);

/// "2026-11-22T13:18:50Z" (RFC 3339), for machines.
std::string date_for_machines(TimePoint time);

}  // namespace watchword::pages
