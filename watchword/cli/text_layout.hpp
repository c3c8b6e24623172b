#pragma once
/// Text that fits the width it is read at.

#include <cstddef>
#include <string>

namespace watchword::cli {

/// The words of `text`, which begins in column `column`, on lines of `width` columns at most; further lines begin in
/// the same column. A word that is longer than a line stays whole. For text of one byte a column.
std::string wrapped(const std::string& text, std::size_t column, std::size_t width);

}  // namespace watchword::cli
