#pragma once
/// How a help page looks.

#include <string>
#include <utility>
#include <vector>

namespace watchword::cli {

/// Terms and what they mean.
using HelpTerms = std::vector<std::pair<std::string, std::string>>;

/// Sections by heading, in the order in which they were first asked for.
class HelpSections {
  public:
    HelpTerms& operator[](const std::string& heading);
    const std::vector<std::pair<std::string, HelpTerms>>& in_order() const noexcept { return sections_; }

  private:
    std::vector<std::pair<std::string, HelpTerms>> sections_;
};

struct HelpPage {
    std::string summary{};
    std::string usage{};
    std::string example{};
    HelpSections sections{};
};

/// Wrapped to 100 columns, terms in a column of their own.
std::string layout(const HelpPage& page);

}  // namespace watchword::cli
