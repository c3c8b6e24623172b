#pragma once
/// The server: connections, parsing, limits, deadlines, TLS, pools, drain. HTTP/1.1 and 1.0 (RFC 9112).

#include <watchword/base/clock.hpp>
#include <watchword/base/log.hpp>
#include <watchword/base/result.hpp>
#include <watchword/http/router.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchword::http {

struct TlsFiles {
    std::string certificate;  ///< PEM chain
    std::string private_key;  ///< PEM
};

struct ServerOptions {
    /// "localhost:8080", "0.0.0.0:443", "[::1]:0". "localhost" listens on 127.0.0.1 and, if there is one, ::1. Port 0
    /// takes a free one.
    std::string listen = "localhost:8080";
    std::optional<TlsFiles> tls = std::nullopt;
    /// 0 = one a core.
    unsigned event_loops = 0;
    unsigned storage_threads = 32;
    std::size_t storage_queue = 1024;
    std::size_t max_connections = 10'000;
    std::size_t max_connections_per_address = 1'000;
    std::size_t max_header_bytes = 16 * 1024;
    std::size_t max_body_bytes = 256 * 1024;
    Milliseconds header_deadline{10'000};  ///< from the first byte of a request to the end of its header
    Milliseconds body_deadline{20'000};
    Milliseconds write_deadline{20'000};
    Milliseconds keep_alive{75'000};
    Milliseconds drain{10'000};  ///< how long `stop` lets running requests finish
    /// Networks (CIDR) whose X-Forwarded-For / Forwarded / X-Forwarded-Proto is believed.
    std::vector<std::string> trusted_proxies = {};
};

class Server {
  public:
    /// Binds and listens. Errors: address_in_use, invalid_configuration (address, CIDR), unreadable_file (TLS files).
    /// `log` must outlive the server.
    static Result<std::unique_ptr<Server>> create(ServerOptions options, const Log& log);
    ~Server();

    /// The port it listens on; known before `run`, so that an issuer can be derived from it.
    std::uint16_t port() const noexcept;

    /// Serves until `stop`; returns when everything is drained. `router` must outlive the call.
    void run(const Router& router);

    /// Ends gracefully: stops accepting, answers what is under way, gives idle connections one second. Safe from any
    /// thread; call it from a signal-waiting thread, not from a signal handler.
    void stop() noexcept;

  private:
    struct State;
    explicit Server(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace watchword::http
