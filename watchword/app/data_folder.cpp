#include <watchword/app/data_folder.hpp>

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace watchword::app {
namespace {

Error failed(Error::Code code, const std::filesystem::path& path, int reason) {
    return {code, path.string() + ": " + std::strerror(reason)};
}

Result<void> make_folder(const std::filesystem::path& path) {
    std::error_code failure;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failure);
    if (failure) return failed(Error::unwritable_file, path, failure.value());
    // EEXIST: another process was a moment faster, and that is as good.
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failed(Error::unwritable_file, path, errno);
    return {};
}

std::string owner_of(int lock) {
    std::array<char, 16> pid{};
    const ssize_t size = ::pread(lock, pid.data(), pid.size(), 0);
    std::string text(pid.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text.empty() ? "another process" : "process " + text;
}

}  // namespace

Result<DataFolder> open_data_folder(const std::filesystem::path& path, Missing missing) {
    std::error_code failure;
    DataFolder folder{std::filesystem::absolute(path, failure).lexically_normal()};
    if (!folder.path.has_filename()) folder.path = folder.path.parent_path();  // "data/" is "data"
    if (missing == Missing::refuse && !std::filesystem::exists(folder.database(), failure)) {
        if (failure) return failed(Error::unreadable_file, folder.path, failure.value());
        return Error(Error::not_found, "There is no data in " + folder.path.string() + ".");
    }
    if (std::filesystem::is_directory(folder.path, failure)) return folder;
    if (std::filesystem::exists(folder.path, failure)) return failed(Error::unwritable_file, folder.path, ENOTDIR);
    if (auto made = make_folder(folder.path); !made) return made.error();
    return folder;
}

Result<ServerLock> ServerLock::acquire(const DataFolder& folder) {
    Descriptor file(::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return failed(Error::unwritable_file, folder.lock(), errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return failed(Error::unwritable_file, folder.lock(), errno);
        return Error(Error::data_folder_busy, owner_of(file.get()) + " holds " + folder.path.string());
    }
    // Only for people: who it is. The lock itself is the kernel's.
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0 || ::pwrite(file.get(), pid.data(), pid.size(), 0) < 0) {
        return failed(errno == ENOSPC ? Error::storage_full : Error::unwritable_file, folder.lock(), errno);
    }
    return ServerLock(std::move(file));
}

}  // namespace watchword::app
