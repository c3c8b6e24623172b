#pragma once
/// The folder that holds everything a server owns: DATA/watchword.db, DATA/master.key, DATA/server.lock.

#include <watchword/app/descriptor.hpp>
#include <watchword/base/result.hpp>

#include <filesystem>
#include <string>

namespace watchword::app {

/// What to do if the folder is not there.
enum class Missing : std::uint8_t { create, refuse };

struct DataFolder {
    std::filesystem::path path;  ///< absolute
    std::filesystem::path database() const { return path / "watchword.db"; }
    std::filesystem::path master_key() const { return path / "master.key"; }
    std::filesystem::path lock() const { return path / "server.lock"; }
};

/// Opens the folder, or makes it with mode 0700. With `Missing::refuse` a folder without a database counts as missing.
/// Errors: not_found (its detail names the folder), unwritable_file, unreadable_file.
Result<DataFolder> open_data_folder(const std::filesystem::path& path, Missing missing);

/// Held by the one server of a data folder. The kernel gives it back whenever and however the process ends.
class ServerLock {
  public:
    /// Error: data_folder_busy, its detail naming the process; unwritable_file.
    static Result<ServerLock> acquire(const DataFolder& folder);

  private:
    explicit ServerLock(Descriptor file) noexcept : file_(std::move(file)) {}
    Descriptor file_;
};

}  // namespace watchword::app
