#pragma once
/// A server on a free loopback port that answers each connection with whatever bytes a test gives it.

#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace watchword::guard::test {

class LoopbackServer {
  public:
    /// Gets the number of the request, from 1 on; may block. Called in a thread of its own.
    using Handler = std::function<std::string(int)>;

    explicit LoopbackServer(Handler handler) : handler_(std::move(handler)), listener_(listen_on_free_port()) {
        acceptor_ = std::thread([this] { accept_until_closed(); });
    }
    /// Waits for all handlers: a test that holds one back must let it go first.
    ~LoopbackServer() {
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (std::thread& connection : connections_)
            connection.join();
        ::close(listener_);
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/jwks.json"; }
    std::uint16_t port() const { return port_; }
    int requests() const { return requests_; }

  private:
    int listen_on_free_port() {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(fd, any, size) != 0 || ::listen(fd, 64) != 0 || ::getsockname(fd, any, &size) != 0)
            throw std::runtime_error("no loopback port");
        port_ = ntohs(address.sin_port);
        return fd;
    }

    void accept_until_closed() {
        for (int fd = ::accept(listener_, nullptr, nullptr); fd >= 0; fd = ::accept(listener_, nullptr, nullptr))
            connections_.emplace_back([this, fd] { answer(fd); });
    }

    void answer(int fd) {
        std::string request;
        char buffer[2048];
        while (request.find("\r\n\r\n") == std::string::npos) {
            const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
            if (got <= 0) break;
            request.append(buffer, static_cast<std::size_t>(got));
        }
        send_all(fd, handler_(++requests_));
        ::close(fd);
    }

    static void send_all(int fd, std::string_view rest) {
        while (!rest.empty()) {
            const ssize_t sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            rest.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    Handler handler_;
    std::uint16_t port_ = 0;
    int listener_;
    std::atomic<int> requests_ = 0;
    std::vector<std::thread> connections_;
    std::thread acceptor_;
};

inline std::string http_answer(const std::string& status, const std::string& headers, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" +
           headers + "\r\n" + body;
}

}  // namespace watchword::guard::test
