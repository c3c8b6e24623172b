#pragma once
/// What jwt::explain has found, for a person at a terminal and for a script.

#include <watchword/cli/console.hpp>
#include <watchword/jwt/explain.hpp>

#include <cstddef>
#include <string>

namespace watchword::cli {

/// Sections: header, claims, checks, keys, measures, findings, verdict. Lines have `width` columns at most, as far as
/// their words allow. The marks are words; the console's colours only repeat them.
std::string explanation_text(const Console& console, const jwt::Explanation& explanation, std::size_t width);

/// The structure that docs/reference/cli.md describes.
Record explanation_record(const jwt::Explanation& explanation);

}  // namespace watchword::cli
