#pragma once
/// NumericDate (RFC 7519 section 2): seconds since 1970, which may have a fraction.

#include <watchword/base/clock.hpp>
#include <watchword/jose/json.hpp>

#include <optional>

namespace watchword::jwt {

/// To the nearest millisecond. Empty if this is no number or lies beyond what a TimePoint can hold (some 290 million
/// years).
std::optional<TimePoint> read_numeric_date(const jose::json::Value& value) noexcept;

}  // namespace watchword::jwt
