#include <watchword/http/connection.hpp>

#include <chrono>
#include <utility>

namespace watchword::http {
namespace {

/// So much output may gather from pipelined requests before it must have been sent.
constexpr std::size_t max_gathered_output = 64 * 1024;
/// So much of what a refused client still sends is read and dropped, so that it gets to read the refusal.
constexpr std::size_t max_discarded = 4 * 1024 * 1024;

constexpr std::string_view continue_response = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view plain_http_response =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 52\r\n"
    "Connection: close\r\n\r\nThis port speaks HTTPS; the address must be https://";

using Clock = std::chrono::steady_clock;

void log_access(const Log& log, const Request& request, int status, Clock::time_point started) {
    const auto level = status >= 500 ? Log::Level::info : Log::Level::debug;
    if (!log.enabled(level)) return;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
    // Never the query or a header: they carry codes and tokens.
    const Log::Fields fields{{"method", name(request.method)},
                             {"path", request.path},
                             {"status", std::int64_t{status}},
                             {"microseconds", std::int64_t{took.count()}}};
    level == Log::Level::info ? log.info("request", fields) : log.debug("request", fields);
}

}  // namespace

/// A request and its answer, on their way through the pool and back.
struct Connection::Exchange {
    Request request;
    Persistence persistence = Persistence::close;
    Clock::time_point started{};
    const Route* route = nullptr;
    Response response{};
};

Connection::Connection(Worker& worker, Socket socket, const IpAddress& peer, ConnectionCount::Client client)
    : worker_(worker),
      descriptor_(worker.loop(), std::move(socket)),
      peer_(peer),
      peer_text_(peer.to_string()),
      client_(client),
      phase_(worker.shared().tls == nullptr ? Phase::reading : Phase::handshake),
      transport_(worker.shared().tls == nullptr ? make_plain_transport(descriptor_.number())
                                                : worker.shared().tls->accept(descriptor_.number())) {}

Connection::~Connection() {
    Deadlines::disarm(*this);
}

void Connection::start(Place place) {
    place_ = place;
    if (phase_ == Phase::handshake) worker_.loop().arm(*this, Deadline::handshake);
    on_ready();
}

void Connection::on_ready() {
    switch (phase_) {
        case Phase::handshake:
            return shake_hands();
        case Phase::reading:
            return read(WhenSilent::wait);
        case Phase::writing:
            return flush();
        case Phase::lingering:
            return drain_input();
        case Phase::handling:
        case Phase::closed:
            return;
    }
}

void Connection::on_deadline(Deadline kind) {
    const auto alive = shared_from_this();
    // A request that arrived in the last moment is still answered.
    if (kind == Deadline::keep_alive || kind == Deadline::farewell) return read(WhenSilent::close);
    const bool request_is_late = kind == Deadline::header || kind == Deadline::body;
    if (!request_is_late || !parser_ || !parser_->started()) return abandon();
    refuse_request(408);
    flush();
}

void Connection::say_farewell() {
    if (phase_ == Phase::reading && !parser_) worker_.loop().arm(*this, Deadline::farewell);
}

void Connection::abandon() {
    if (phase_ == Phase::closed) return;
    const auto alive = shared_from_this();
    phase_ = Phase::closed;
    worker_.loop().disarm(*this);
    descriptor_.close();
    transport_.reset();
    worker_.shared().count.release(peer_, client_);
    worker_.forget(*this);
}

void Connection::shake_hands() {
    switch (transport_->handshake().status) {
        case Transfer::Status::done:
            phase_ = Phase::reading;
            worker_.loop().disarm(*this);
            return read(WhenSilent::wait);
        case Transfer::Status::wants_read:
            return descriptor_.wait(Readiness::readable, shared_from_this());
        case Transfer::Status::wants_write:
            return descriptor_.wait(Readiness::writable, shared_from_this());
        case Transfer::Status::plain_http:
            return refuse_plain_http();
        case Transfer::Status::closed:
            return abandon();
    }
}

void Connection::refuse_plain_http() {
    transport_ = make_plain_transport(descriptor_.number());
    transport_->write(plain_http_response);
    linger();
}

void Connection::read(WhenSilent when_silent) {
    const Transfer transfer = transport_->read(worker_.scratch());
    switch (transfer.status) {
        case Transfer::Status::done:
            return process({worker_.scratch().data(), transfer.bytes});
        case Transfer::Status::wants_read:
        case Transfer::Status::wants_write:
            if (when_silent == WhenSilent::wait) return wait_to_read(transfer.status);
            transport_->shut_down();
            return abandon();
        case Transfer::Status::plain_http:
        case Transfer::Status::closed:
            return abandon();
    }
}

void Connection::process(std::string_view bytes) {
    while (phase_ == Phase::reading && !close_after_ && !bytes.empty()) {
        if (!parser_) parser_ = std::make_unique<RequestParser>(worker_.limits());
        bytes.remove_prefix(parser_->feed(bytes));
        if (parser_->state() == RequestParser::State::complete) {
            take_request();
        } else if (parser_->state() == RequestParser::State::refused) {
            refuse_request(parser_->status());
        } else if (parser_->expects_continue()) {
            output_ += continue_response;
        }
        if (output_.size() > max_gathered_output && !send_output()) break;
    }
    if (phase_ == Phase::closed) return;
    if (!close_after_) input_ = bytes;
    flush();
}

bool Connection::is_draining() const noexcept {
    return worker_.shared().draining.load(std::memory_order_relaxed);
}

Persistence Connection::persistence() const noexcept {
    if (!parser_->keep_alive() || is_draining()) return Persistence::close;
    return parser_->is_http_1_0() ? Persistence::keep_alive_1_0 : Persistence::keep_alive;
}

void Connection::identify(Request& request) {
    const TrustedProxies& proxies = worker_.shared().proxies;
    const Scheme spoken = worker_.shared().tls == nullptr ? Scheme::http : Scheme::https;
    request.id = worker_.next_request_id();
    const IpAddress client = proxies.client(peer_, request.headers);
    request.address = client == peer_ ? peer_text_ : client.to_string();
    request.scheme = proxies.scheme(spoken, peer_, request.headers);
}

void Connection::take_request() {
    Exchange exchange{.request = std::move(parser_->request()), .persistence = persistence()};
    parser_.reset();
    // This request was in time; the next has deadlines of its own.
    worker_.loop().disarm(*this);
    identify(exchange.request);
    if (worker_.shared().log.enabled(Log::Level::info)) exchange.started = Clock::now();
    const Router& router = *worker_.shared().router;
    const Router::Match match = router.match(exchange.request.method, exchange.request.path);
    exchange.route = match.route;
    if (match.route != nullptr && match.route->pool == Pool::storage) return give_to_pool(std::move(exchange));

    const Log::RequestScope scope(exchange.request.id);
    exchange.response = match.route != nullptr ? router.run(*match.route, exchange.request, &worker_.shared().log)
                                               : router.run_unmatched(match, exchange.request, &worker_.shared().log);
    append(exchange);
}

void Connection::give_to_pool(Exchange exchange) {
    phase_ = Phase::handling;
    auto shared = std::make_shared<Exchange>(std::move(exchange));
    // The connection's last reference must die in its loop's thread: the task hands over all that it holds.
    const bool accepted = worker_.shared().pool->submit([connection = shared_from_this(), shared]() mutable {
        const Shared& server = connection->worker_.shared();
        {
            const Log::RequestScope scope(shared->request.id);
            shared->response = server.router->run(*shared->route, shared->request, &server.log);
        }
        EventLoop& loop = connection->worker_.loop();
        loop.post([connection = std::move(connection), shared = std::move(shared)] { connection->on_answer(*shared); });
    });
    if (accepted) return;
    phase_ = Phase::reading;
    shared->response =
        worker_.shared().router->run_unmatched({nullptr, 503, {}}, shared->request, &worker_.shared().log);
    if (!shared->response.headers.find("Retry-After")) shared->response.headers.add("Retry-After", "1");
    append(*shared);
}

void Connection::on_answer(Exchange& exchange) {
    if (phase_ != Phase::handling) return;
    phase_ = Phase::reading;
    const Log::RequestScope scope(exchange.request.id);
    if (is_draining()) exchange.persistence = Persistence::close;
    append(exchange);
    flush();
}

void Connection::refuse_request(int status) {
    Exchange exchange{.request = std::move(parser_->request())};
    identify(exchange.request);
    const Log::RequestScope scope(exchange.request.id);
    worker_.shared().log.debug("request_refused", {{"status", std::int64_t{status}},
                                                   {"reason", status == 408 ? "too slow" : parser_->reason()}});
    parser_.reset();
    exchange.response = worker_.shared().router->fallback(status, exchange.request, &worker_.shared().log);
    append(exchange);
}

void Connection::append(Exchange& exchange) {
    const Log& log = worker_.shared().log;
    if (!is_sendable(exchange.response)) {
        log.error("unsendable_response", {{"path", exchange.request.path}});
        exchange.response = worker_.shared().router->fallback(500, exchange.request, &log);
        if (!is_sendable(exchange.response)) exchange.response = Response{.status = 500, .headers = {}, .body = {}};
    }
    close_after_ = close_after_ || exchange.persistence == Persistence::close;
    append_response(output_, exchange.response,
                    {.date = worker_.date(),
                     .request_id = exchange.request.id,
                     .persistence = exchange.persistence,
                     .omit_body = exchange.request.method == Method::head});
    log_access(log, exchange.request, exchange.response.status, exchange.started);
}

/// True if nothing is left to send; else the connection waits, or is closed.
bool Connection::send_output() {
    std::string_view rest = output_;
    Transfer transfer{Transfer::Status::done};
    while (!rest.empty() && transfer.status == Transfer::Status::done) {
        transfer = transport_->write(rest);
        rest.remove_prefix(transfer.bytes);
    }
    output_.erase(0, output_.size() - rest.size());
    if (output_.empty()) return true;
    if (transfer.status == Transfer::Status::closed) {
        abandon();
        return false;
    }
    // While a handler runs, its answer will try again.
    if (phase_ == Phase::handling) return false;
    phase_ = Phase::writing;
    if (!is_armed_for(Deadline::write)) worker_.loop().arm(*this, Deadline::write);
    const bool reads = transfer.status == Transfer::Status::wants_read;
    descriptor_.wait(reads ? Readiness::readable : Readiness::writable, shared_from_this());
    return false;
}

void Connection::flush() {
    const bool answered = !output_.empty();
    if (!send_output()) return;
    output_ = {};
    if (phase_ == Phase::handling) return;
    if (close_after_) return linger();
    phase_ = Phase::reading;
    if (!input_.empty()) return process(std::exchange(input_, {}));
    if (answered && !parser_) worker_.loop().arm(*this, Deadline::keep_alive);
    wait_to_read(Transfer::Status::wants_read);
}

void Connection::wait_to_read(Transfer::Status wanted) {
    Deadline kind = is_draining() ? Deadline::farewell : Deadline::keep_alive;
    if (parser_) kind = parser_->state() == RequestParser::State::body ? Deadline::body : Deadline::header;
    if (!is_armed_for(kind)) worker_.loop().arm(*this, kind);
    // TLS may have to write before it can read on: an answer to a key update.
    const bool writes = wanted == Transfer::Status::wants_write;
    descriptor_.wait(writes ? Readiness::writable : Readiness::readable, shared_from_this());
}

void Connection::linger() {
    // Closing at once with unread bytes would reset the connection, and with it the answer.
    transport_->shut_down();
    phase_ = Phase::lingering;
    parser_.reset();
    input_ = {};
    worker_.loop().arm(*this, Deadline::linger);
    drain_input();
}

void Connection::drain_input() {
    Transfer transfer{Transfer::Status::done};
    while (transfer.status == Transfer::Status::done && discarded_ < max_discarded) {
        transfer = receive(descriptor_.number(), worker_.scratch());
        discarded_ += transfer.bytes;
    }
    if (transfer.status != Transfer::Status::wants_read) return abandon();
    descriptor_.wait(Readiness::readable, shared_from_this());
}

}  // namespace watchword::http
