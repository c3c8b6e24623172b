#include <watchword/jwt/numeric_date.hpp>

#include <cmath>

namespace watchword::jwt {
namespace {

// Leaves room to add and subtract a leeway or an age without overflow.
constexpr std::int64_t most_seconds = 9'200'000'000'000'000;

}  // namespace

std::optional<TimePoint> read_numeric_date(const jose::json::Value& value) noexcept {
    if (const auto seconds = value.integer()) {
        if (*seconds > most_seconds || *seconds < -most_seconds) return std::nullopt;
        return from_unix_seconds(*seconds);
    }
    const auto seconds = value.number();
    // Written so that a NaN would fail, too.
    if (!seconds || !(std::abs(*seconds) <= static_cast<double>(most_seconds))) return std::nullopt;
    return TimePoint(Milliseconds(std::llround(*seconds * 1000)));
}

}  // namespace watchword::jwt
