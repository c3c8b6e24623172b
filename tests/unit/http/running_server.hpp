#pragma once
// A server on a free loopback port, and a client that is a raw socket.

#include <watchword/http/server.hpp>

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace watchword::http {

/// Holds handlers until the test lets them go.
class Gate {
  public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
    }
    void wait_for(int waiting) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= waiting; });
    }
    void open() {
        const std::scoped_lock lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

inline Router test_routes(Gate& gate) {
    const auto echo = [](const Request& request) { return Response::text(200, request.body); };
    const auto big = [](const Request&) { return Response::text(200, std::string(8'000'000, 'x')); };
    const auto about = [](const Request& request) {
        return Response::text(200, request.address + (request.scheme == Scheme::https ? " https " : " http ") +
                                       request.path + " " + request.query + " " + request.id);
    };
    const auto gated = [&gate](const Request& request) {
        gate.pass();
        return Response::text(200, request.query);
    };
    const auto throws = [](const Request&) -> Response { throw std::runtime_error("on purpose"); };
    const auto forges = [](const Request&) {
        Response response;
        response.headers.add("X-Evil", "a\r\nSet-Cookie: b=c");
        return response;
    };
    return Router({{Method::get, "/", Pool::loop, [](const Request&) { return Response::text(200, "hello"); }},
                   {Method::get, "/pool", Pool::storage, [](const Request&) { return Response::text(200, "pooled"); }},
                   {Method::post, "/echo", Pool::loop, echo},
                   {Method::post, "/pool/echo", Pool::storage, echo},
                   {Method::get, "/about", Pool::loop, about},
                   {Method::get, "/big", Pool::loop, big},
                   {Method::get, "/gated", Pool::storage, gated},
                   {Method::get, "/throws", Pool::loop, throws},
                   {Method::get, "/pool/throws", Pool::storage, throws},
                   {Method::get, "/forges", Pool::loop, forges}},
                  [](int status, const Request&) { return Response::text(status, "refused"); });
}

class RunningServer {
  public:
    explicit RunningServer(ServerOptions options = {}) : router_(test_routes(gate)) {
        if (options.listen == ServerOptions{}.listen) options.listen = "127.0.0.1:0";
        auto created = Server::create(std::move(options), log_);
        if (!created) throw std::runtime_error(created.error().detail());
        server_ = std::move(*created);
        thread_ = std::thread([this] { server_->run(router_); });
    }
    ~RunningServer() {
        gate.open();
        server_->stop();
        join();
    }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;
    std::uint16_t port() const { return server_->port(); }
    void stop() { server_->stop(); }
    void join() {
        if (thread_.joinable()) thread_.join();
    }

    Gate gate;

  private:
    Log log_ = Log::silent();
    Router router_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

struct Answer {
    int status = 0;
    std::string head;
    std::string body;
    bool has(std::string_view line) const { return head.find("\r\n" + std::string(line)) != std::string::npos; }
};

/// Every wait ends after thirty seconds at the latest.
class Client {
  public:
    explicit Client(std::uint16_t port, const char* address = "127.0.0.1") : descriptor_(connect_to(address, port)) {}
    explicit Client(const RunningServer& server) : Client(server.port()) {}
    ~Client() { close(); }
    Client(Client&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), input_(std::move(other.input_)) {}
    Client& operator=(Client&&) = delete;

    int descriptor() const { return descriptor_; }
    bool connected() const { return descriptor_ >= 0; }
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    void finish_sending() { ::shutdown(descriptor_, SHUT_WR); }
    void close() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }
    /// Closes with a reset.
    void reset() {
        const linger hard{1, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        close();
    }

    /// The next response; status 0 if the connection ends first.
    Answer receive(bool without_body = false) {
        Answer answer;
        std::size_t end = 0;
        while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return answer;
        }
        answer.head = input_.substr(0, end + 2);
        input_.erase(0, end + 4);
        answer.status = std::stoi(answer.head.substr(9, 3));
        const std::size_t length = answer.head.find("\r\nContent-Length: ");
        const std::size_t size =
            length == std::string::npos || without_body ? 0 : std::stoul(answer.head.substr(length + 18));
        while (input_.size() < size && more())
            continue;
        answer.body = input_.substr(0, size);
        input_.erase(0, size);
        return answer;
    }
    Answer ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    /// True if the server closes in an orderly way, with nothing more to read.
    bool is_closed() {
        while (more())
            continue;
        return input_.empty() && ended_;
    }
    /// True if nothing can be read for so long.
    bool is_silent_for(int milliseconds) {
        pollfd waits{descriptor_, POLLIN, 0};
        return input_.empty() && ::poll(&waits, 1, milliseconds) == 0;
    }

  private:
    static int connect_to(const char* address, std::uint16_t port) {
        const bool is_v6 = std::strchr(address, ':') != nullptr;
        const int descriptor = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval patience{30, 0};
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        inet_pton(is_v6 ? AF_INET6 : AF_INET, address, is_v6 ? static_cast<void*>(&v6.sin6_addr) : &v4.sin_addr);
        const auto* name = is_v6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
        if (::connect(descriptor, name, is_v6 ? sizeof v6 : sizeof v4) == 0) return descriptor;
        ::close(descriptor);
        return -1;
    }
    bool more() {
        char buffer[65536];
        const ssize_t size = ::recv(descriptor_, buffer, sizeof buffer, 0);
        if (size > 0) input_.append(buffer, static_cast<std::size_t>(size));
        ended_ = ended_ || size == 0;
        return size > 0;
    }

    int descriptor_;
    bool ended_ = false;
    std::string input_;
};

inline constexpr std::string_view get_hello = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

inline std::string get_of(std::string_view target, std::string_view fields = {}) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

}  // namespace watchword::http
