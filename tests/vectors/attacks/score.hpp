#pragma once
/// How well a corpus was withstood, a class at a time: a verifier that refuses everything must fail, too.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "../members.hpp"
#include "../verdict.hpp"

namespace watchword::vectors {

/// What a case demands.
enum class Demand : std::uint8_t { must_reject, strictly_reject, accept, either };

/// Throws NotOfSchema.
Demand demand_of(const Value& expect);

class Score {
  public:
    void add(std::string_view class_name, const Value& attack, Demand demand, const Verdict& verdict, bool right);
    /// The totals; with `verbose` a line a class, and the refusals whose error is of another class than the corpus
    /// says.
    void print(bool verbose) const;

  private:
    struct Rate {
        std::size_t right = 0;
        std::size_t all = 0;
    };
    using Rates = std::map<Demand, Rate>;
    std::map<std::string, Rates, std::less<>> classes_;
    std::vector<std::string> other_errors_;
};

}  // namespace watchword::vectors
