#include <watchword/http/connection.hpp>
#include <watchword/http/worker.hpp>

#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace watchword::http {
namespace {

/// So many at a time, then other events have their turn.
constexpr int accept_batch = 64;
constexpr Milliseconds farewell{1'000};
constexpr Milliseconds linger{2'000};
constexpr Milliseconds accept_backoff{100};

constexpr std::string_view full_response =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A bijection on 64 bits (splitmix64's finaliser): different numbers stay different, and do not tell their order.
std::uint64_t scramble(std::uint64_t number) noexcept {
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31);
}

}  // namespace

class Worker::Acceptor final : public Descriptor::Owner,
                               public Deadlines::Entry,
                               public std::enable_shared_from_this<Acceptor> {
  public:
    Acceptor(Worker& worker, Socket socket) : worker_(worker), descriptor_(worker.loop(), std::move(socket)) {}
    ~Acceptor() override { Deadlines::disarm(*this); }

    void start() { descriptor_.wait(Readiness::readable, shared_from_this()); }

    void close() {
        // Who has connected has been promised an answer: the queue is emptied before it is closed.
        while (accept_one() == Outcome::accepted)
            continue;
        Deadlines::disarm(*this);
        descriptor_.close();
    }

  private:
    enum class Outcome : std::uint8_t { accepted, empty, exhausted };

    void on_ready() override {
        Outcome outcome = Outcome::accepted;
        for (int left = accept_batch; left > 0 && outcome == Outcome::accepted; --left)
            outcome = accept_one();
        if (outcome != Outcome::exhausted) return start();
        // The queue stays readable: waiting for that would spin.
        worker_.shared().log.warning("accept_failed", {{"reason", std::strerror(errno)}});
        worker_.loop().arm(*this, Deadline::accept_backoff);
    }

    void on_deadline(Deadline) override { on_ready(); }

    Outcome accept_one() {
        sockaddr_storage peer{};
        socklen_t size = sizeof peer;
        Socket socket(
            ::accept4(descriptor_.number(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.get() >= 0) {
            worker_.take(std::move(socket), peer);
            return Outcome::accepted;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return Outcome::exhausted;
        // That one is gone; the next may be good. Everything else waits for the next readiness.
        return errno == ECONNABORTED || errno == EINTR ? Outcome::accepted : Outcome::empty;
    }

    Worker& worker_;
    Descriptor descriptor_;
};

Worker::Worker(Shared& shared, unsigned index, std::vector<Socket> sockets)
    : shared_(shared), next_id_(shared.request_id_seed + index) {
    limits_.header_bytes = shared.options.max_header_bytes;
    limits_.body_bytes = shared.options.max_body_bytes;
    set_durations();
    for (Socket& socket : sockets)
        acceptors_.push_back(std::make_shared<Acceptor>(*this, std::move(socket)));
}

Worker::~Worker() {
    Deadlines::disarm(*this);
}

void Worker::set_durations() {
    const ServerOptions& options = shared_.options;
    loop_.set_duration(Deadline::handshake, options.header_deadline.count());
    loop_.set_duration(Deadline::header, options.header_deadline.count());
    loop_.set_duration(Deadline::body, options.body_deadline.count());
    loop_.set_duration(Deadline::write, options.write_deadline.count());
    loop_.set_duration(Deadline::keep_alive, options.keep_alive.count());
    loop_.set_duration(Deadline::farewell, farewell.count());
    loop_.set_duration(Deadline::linger, linger.count());
    loop_.set_duration(Deadline::accept_backoff, accept_backoff.count());
    loop_.set_duration(Deadline::drain, options.drain.count());
}

void Worker::run() {
    for (const auto& acceptor : acceptors_)
        acceptor->start();
    loop_.run();
}

void Worker::begin_drain() {
    loop_.post([this] { drain(); });
}

void Worker::drain() {
    if (std::exchange(drain_begun_, true)) return;
    loop_.arm(*this, Deadline::drain);
    for (const auto& acceptor : acceptors_)
        acceptor->close();
    for (const auto& connection : connections_)
        connection->say_farewell();
    // Not before all queues are empty: a connection that ends meanwhile must not be taken for the last.
    queues_are_empty_ = true;
    finish_if_drained();
}

void Worker::on_deadline(Deadline) {
    while (!connections_.empty())
        connections_.front()->abandon();
    finish_if_drained();
}

void Worker::finish_if_drained() {
    if (queues_are_empty_ && connections_.empty()) loop_.stop();
}

std::string Worker::next_request_id() {
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::uint64_t number = scramble(std::exchange(next_id_, next_id_ + shared_.workers));
    std::string id(13, '0');
    for (char& character : id) {
        character = alphabet[number & 31];
        number >>= 5;
    }
    return id;
}

void Worker::take(Socket socket, const sockaddr_storage& name) {
    const IpAddress peer = IpAddress::of(reinterpret_cast<const sockaddr&>(name));
    const auto client =
        shared_.proxies.trusts(peer) ? ConnectionCount::Client::exempt : ConnectionCount::Client::counted;
    if (shared_.count.admit(peer, client) != ConnectionCount::Admission::admitted) return refuse(socket);
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto connection = make_connection(std::move(socket), peer, client);
    if (!connection) return shared_.count.release(peer, client);
    connections_.push_front(connection);
    connection->start(connections_.begin());
}

std::shared_ptr<Connection> Worker::make_connection(Socket socket, const IpAddress& peer,
                                                    ConnectionCount::Client client) try {
    return std::make_shared<Connection>(*this, std::move(socket), peer, client);
} catch (const std::exception& exception) {
    // Memory, or what the system lets one process watch, is used up: this connection is closed, the others go on.
    shared_.log.warning("connection_failed", {{"reason", exception.what()}});
    return nullptr;
}

void Worker::refuse(const Socket& socket) {
    // A TLS client could not read it before a handshake, which a full server does not begin.
    if (shared_.tls == nullptr) send(socket.get(), full_response);
    ::shutdown(socket.get(), SHUT_WR);
}

void Worker::forget(Connection& connection) {
    connections_.erase(connection.place());
    finish_if_drained();
}

}  // namespace watchword::http
