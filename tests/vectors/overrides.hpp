#pragma once
/// Results of published vectors that contradict an RFC (schema watchword-wycheproof-overrides-v1; `ids` instead of
/// `tcIds` for files whose cases have names).

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "members.hpp"

namespace watchword::vectors {

class Overrides {
  public:
    /// Adds those of a file; a file that is not there adds none. Throws NotOfSchema.
    void add(const std::filesystem::path& path);
    /// The result that counts instead of the published one.
    std::optional<std::string> find(const std::string& file, const std::string& id) const;

  private:
    std::map<std::pair<std::string, std::string>, std::string> results_;
};

}  // namespace watchword::vectors
