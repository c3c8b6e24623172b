#pragma once
/// The frame of the three programs: arguments, files, folder, totals.
///
///     vectors_attacks [--verbose] [FILE...]

#include <watchword/base/result.hpp>

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "members.hpp"
#include "report.hpp"

namespace watchword::vectors {

/// Reads a whole vector file. Errors: unreadable_file, malformed, too_large.
Result<jose::json::Document> read_vectors(const std::filesystem::path& path);

/// The folder `name` of the vectors: in WATCHWORD_VECTORS, else in ../shared/vectors beside the project. Empty if
/// absent.
std::optional<std::filesystem::path> find_vectors(std::string_view name);

/// A folder of this project's own tests/vectors.
std::filesystem::path own_vectors(std::string_view name);

/// How one kind of file is judged. A file of vectors is whatever `is_vector_file` says; the others of a folder, such as
/// an index, are passed over.
class Judge {
  public:
    virtual ~Judge() = default;
    virtual bool is_vector_file(const std::filesystem::path& path) const = 0;
    virtual void judge(const std::filesystem::path& path, const Value& root, Report& report) = 0;
    /// Before the totals.
    virtual void summarize(bool /*verbose*/, Report& /*report*/) {}
};

/// Judges the files named on the command line or, if none is, all of the folders. Returns the exit code.
int run(int argc, char** argv, Judge& judge, const std::vector<std::optional<std::filesystem::path>>& folders);

}  // namespace watchword::vectors
