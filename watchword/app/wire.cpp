#include <watchword/app/master_key.hpp>
#include <watchword/app/wire.hpp>

namespace watchword::app {

Wiring::Wiring(auth::Settings settings, passwords::HashingPoolOptions hashing)
    : settings_(std::move(settings)), hashing_(hashing, random_), limits_(settings_.limits, random_) {}

Result<std::unique_ptr<Wiring>> Wiring::open(const DataFolder& folder, auth::Settings settings,
                                             passwords::HashingPoolOptions hashing, const Log& log) {
    std::unique_ptr<Wiring> wiring(new Wiring(std::move(settings), hashing));
    Wiring& wired = *wiring;

    // The key comes before the database: a database without a master key is then always an accident.
    auto master_key = load_master_key(master_key_sources(folder.master_key(), folder.database()), wired.random_);
    if (!master_key) return master_key.error();
    auto store = storage::sqlite::SqliteStore::open({.file = folder.database(), .vfs = {}}, log);
    if (!store) return store.error();
    wired.store_ = std::move(*store);
    auto keys = auth::KeyRing::open(wired.store_->keys(), std::move(*master_key), wired.settings_, wired.random_,
                                    wired.clock_.now());
    if (!keys) return keys.error();
    wired.keys_ = std::move(*keys);
    auto floor = auth::FailureFloor::measure(wired.store_->users(), wired.hashing_);
    if (!floor) return floor.error();
    wired.failure_floor_ = std::move(*floor);

    wired.context_.emplace(auth::Context{*wired.store_, *wired.keys_, wired.hashing_, wired.limits_,
                                         *wired.failure_floor_, wired.settings_, wired.clock_, wired.random_, log});
    return wiring;
}

Result<Offline> Offline::open(const Configuration& configuration, Missing missing) {
    const auto folder = open_data_folder(configuration.data_folder(), missing);
    if (!folder) return folder.error();
    passwords::HashingPoolOptions hashing = configuration.hashing_options();
    hashing.threads = 1;
    Offline offline;
    offline.log_ = std::make_unique<Log>(Log::silent());
    auto wiring = Wiring::open(*folder, configuration.auth_settings(configuration.port()), hashing, *offline.log_);
    if (!wiring) return wiring.error();
    offline.wiring_ = std::move(*wiring);
    return offline;
}

}  // namespace watchword::app
