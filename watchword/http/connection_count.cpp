#include <watchword/http/connection_count.hpp>

namespace watchword::http {

ConnectionCount::Admission ConnectionCount::admit(const IpAddress& peer, Client client) {
    const std::scoped_lock lock(mutex_);
    if (total_ >= most_) return Admission::server_full;
    if (client == Client::counted) {
        std::size_t& of_client = per_client_[peer.counted()];
        if (of_client >= most_per_client_) return Admission::client_full;
        ++of_client;
    }
    ++total_;
    return Admission::admitted;
}

void ConnectionCount::release(const IpAddress& peer, Client client) noexcept {
    const std::scoped_lock lock(mutex_);
    --total_;
    if (client == Client::exempt) return;
    const auto found = per_client_.find(peer.counted());
    if (--found->second == 0) per_client_.erase(found);
}

std::size_t ConnectionCount::total() const noexcept {
    const std::scoped_lock lock(mutex_);
    return total_;
}

}  // namespace watchword::http
