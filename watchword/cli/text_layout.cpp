#include <watchword/cli/text_layout.hpp>

#include <algorithm>

namespace watchword::cli {

std::string wrapped(const std::string& text, std::size_t column, std::size_t width) {
    std::string out;
    std::size_t at = column;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        const std::size_t size = end - start;
        if (at > column && at + 1 + size > width) {
            out += "\n" + std::string(column, ' ');
            at = column;
        } else if (at > column) {
            out += ' ';
            ++at;
        }
        out += text.substr(start, size);
        at += size;
        start = end + 1;
    }
    return out;
}

}  // namespace watchword::cli
