#pragma once
/// How many connections there are, in all and per client, across all event loops.

#include <watchword/http/address.hpp>

#include <cstddef>
#include <map>
#include <mutex>

namespace watchword::http {

/// Thread-safe.
class ConnectionCount {
  public:
    enum class Admission : std::uint8_t { admitted, server_full, client_full };
    enum class Client : std::uint8_t {
        counted,
        exempt,  ///< a trusted proxy speaks for many clients
    };

    ConnectionCount(std::size_t most, std::size_t most_per_client) noexcept
        : most_(most), most_per_client_(most_per_client) {}

    /// What was admitted must be released with the same arguments.
    Admission admit(const IpAddress& peer, Client client);
    void release(const IpAddress& peer, Client client) noexcept;
    std::size_t total() const noexcept;

  private:
    const std::size_t most_;
    const std::size_t most_per_client_;
    mutable std::mutex mutex_;
    std::size_t total_ = 0;
    std::map<IpAddress, std::size_t> per_client_;
};

}  // namespace watchword::http
