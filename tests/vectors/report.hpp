#pragma once
/// Counts cases and says what failed, one line each; closes with the skipped ones and the totals.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::vectors {

struct CaseName {
    /// Without its folder.
    std::string file;
    /// tcId or id; empty if the file as a whole is meant.
    std::string id{};
    std::string title{};
};

class Report {
  public:
    void pass() { ++passed_; }
    void fail(const CaseName& name, std::string_view expected, std::string_view came);
    void skip(const CaseName& name, std::string_view reason);
    std::size_t failed() const noexcept { return failed_; }

    /// One line a reason, then "N passed, N failed, N skipped". Returns the exit code.
    int close() const;

  private:
    std::size_t passed_ = 0;
    std::size_t failed_ = 0;
    std::size_t skipped_ = 0;
    /// Reason -> file -> ids.
    std::map<std::string, std::map<std::string, std::vector<std::string>>, std::less<>> reasons_;
};

}  // namespace watchword::vectors
