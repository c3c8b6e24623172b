#pragma once
/// One event loop's share of the server: its listeners, its connections, and what they use in turn.

#include <watchword/http/connection_count.hpp>
#include <watchword/http/date.hpp>
#include <watchword/http/event_loop.hpp>
#include <watchword/http/forwarded.hpp>
#include <watchword/http/listener.hpp>
#include <watchword/http/request_parser.hpp>
#include <watchword/http/server.hpp>
#include <watchword/http/thread_pool.hpp>
#include <watchword/http/tls.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct sockaddr_storage;

namespace watchword::http {

class Connection;

/// What all workers share. Set before they run, then only read; `draining` excepted.
struct Shared {
    const ServerOptions& options;
    const Log& log;
    const TrustedProxies& proxies;
    const TlsContext* tls;  ///< null: plain HTTP
    ConnectionCount& count;
    std::uint64_t request_id_seed;
    unsigned workers;
    const Router* router = nullptr;
    ThreadPool* pool = nullptr;
    std::atomic<bool> draining{false};
};

/// `run` and everything below it belong to one thread; `begin_drain` is thread-safe.
class Worker final : private Deadlines::Entry {
  public:
    Worker(Shared& shared, unsigned index, std::vector<Socket> sockets);
    ~Worker() override;

    void run();
    void begin_drain();

    // For its connections and listeners:
    Shared& shared() noexcept { return shared_; }
    EventLoop& loop() noexcept { return loop_; }
    std::span<char> scratch() noexcept { return scratch_; }
    const std::string& date() { return date_.at(clock_.now()); }
    /// 13 characters, unique in this process.
    std::string next_request_id();
    const ParserLimits& limits() const noexcept { return limits_; }
    void take(Socket socket, const sockaddr_storage& peer);
    void forget(Connection& connection);

  private:
    class Acceptor;

    void on_deadline(Deadline kind) override;
    void drain();
    void finish_if_drained();
    void set_durations();
    /// Null if the system has not enough left for it.
    std::shared_ptr<Connection> make_connection(Socket socket, const IpAddress& peer, ConnectionCount::Client client);
    void refuse(const Socket& socket);

    Shared& shared_;
    ParserLimits limits_;
    EventLoop loop_;
    SystemClock clock_;
    DateCache date_;
    std::uint64_t next_id_;
    bool drain_begun_ = false;
    bool queues_are_empty_ = false;
    std::array<char, 32 * 1024> scratch_;
    std::vector<std::shared_ptr<Acceptor>> acceptors_;
    std::list<std::shared_ptr<Connection>> connections_;
};

}  // namespace watchword::http
