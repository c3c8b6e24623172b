#pragma once
/// What explain() has found, for programs.

#include <watchword/base/clock.hpp>
#include <watchword/jwt/explain.hpp>

#include <string>

namespace watchword::jwt {

/// One JSON object, as docs/reference/cli.md describes it under `watchword token explain`.
std::string to_json(const Explanation& explanation);

/// A time as seconds, with as many decimals as it needs: "12", "-0.25".
std::string seconds_text(Milliseconds time);

}  // namespace watchword::jwt
