#include <watchword/storage/sqlite/readers.hpp>

namespace watchword::storage::sqlite {

Readers::Place::Place(Readers& readers, std::unique_ptr<Connection>& connection)
    : readers_(readers), connection_(connection) {
    std::unique_lock lock(readers_.mutex_);
    readers_.place_is_free_.wait(lock, [this] { return readers_.in_use_ < most_connections; });
    ++readers_.in_use_;
    if (readers_.idle_.empty()) return;
    connection_ = std::move(readers_.idle_.back());
    readers_.idle_.pop_back();
}

Readers::Place::~Place() {
    {
        const std::lock_guard lock(readers_.mutex_);
        --readers_.in_use_;
        if (connection_ != nullptr) readers_.idle_.push_back(std::move(connection_));
    }
    readers_.place_is_free_.notify_one();
}

}  // namespace watchword::storage::sqlite
