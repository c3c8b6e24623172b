#include <watchword/cli/help_layout.hpp>
#include <watchword/cli/text_layout.hpp>

#include <algorithm>

namespace watchword::cli {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;
constexpr std::size_t widest_term = 34;

/// Each line of the text, indented.
std::string indented(const std::string& text) {
    std::string out;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        out += std::string(indent, ' ') + text.substr(start, end - start) + "\n";
        start = end + 1;
    }
    return out;
}

std::string layout_terms(const HelpTerms& terms) {
    std::size_t widest = 0;
    for (const auto& [term, meaning] : terms)
        widest = std::max(widest, std::min(term.size(), widest_term));
    const std::size_t column = indent + widest + gap;
    std::string out;
    for (const auto& [term, meaning] : terms) {
        out += std::string(indent, ' ') + term;
        const std::size_t used = indent + term.size();
        out += used + gap > column ? "\n" + std::string(column, ' ') : std::string(column - used, ' ');
        out += wrapped(meaning, column, width) + "\n";
    }
    return out;
}

}  // namespace

HelpTerms& HelpSections::operator[](const std::string& heading) {
    const auto found = std::ranges::find(sections_, heading, &std::pair<std::string, HelpTerms>::first);
    if (found != sections_.end()) return found->second;
    return sections_.emplace_back(heading, HelpTerms{}).second;
}

std::string layout(const HelpPage& page) {
    std::string out = wrapped(page.summary, 0, width) + "\n\nUsage: " + page.usage + "\n";
    for (const auto& [heading, terms] : page.sections.in_order()) {
        if (!terms.empty()) out += "\n" + heading + ":\n" + layout_terms(terms);
    }
    if (!page.example.empty()) out += "\nExample:\n" + indented(page.example);
    return out;
}

}  // namespace watchword::cli
