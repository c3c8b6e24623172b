#include <watchword/app/data_folder.hpp>
#include <watchword/app/database.hpp>
#include <watchword/storage/sqlite/sqlite_store.hpp>

namespace watchword::app {
namespace {

using storage::sqlite::SqliteStore;

Result<std::unique_ptr<SqliteStore>> open_store(const Configuration& configuration, const Log& log) {
    const auto folder = open_data_folder(configuration.data_folder(), Missing::refuse);
    if (!folder) return folder.error();
    return SqliteStore::open({.file = folder->database(), .vfs = {}}, log);
}

}  // namespace

Result<std::vector<std::string>> check_database(const Configuration& configuration) {
    const Log log = Log::silent();
    const auto store = open_store(configuration, log);
    if (!store) return store.error();
    return (*store)->check();
}

Result<void> backup_database(const Configuration& configuration, const std::filesystem::path& target) {
    const Log log = Log::silent();
    const auto store = open_store(configuration, log);
    if (!store) return store.error();
    return (*store)->backup(target);
}

}  // namespace watchword::app
