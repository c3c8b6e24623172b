#pragma once
/// What jwt::explain has found, for a person at a terminal; for a script see jwt/explanation_json.hpp.

#include <watchword/cli/console.hpp>
#include <watchword/jwt/explain.hpp>

#include <cstddef>
#include <string>

namespace watchword::cli {

/// Sections: header, claims, checks, keys, measures, findings, verdict. Lines have `width` columns at most, as far as
/// their words allow. The marks are words; the console's colours only repeat them.
std::string explanation_text(const Console& console, const jwt::Explanation& explanation, std::size_t width);

}  // namespace watchword::cli
