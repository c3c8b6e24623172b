#pragma once
/// One client's connection: a state machine over readiness, deadlines and the answers of handlers (RFC 9112 section 9).

#include <watchword/http/response_writer.hpp>
#include <watchword/http/worker.hpp>

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::http {

/// Requests are answered strictly in order, one at a time; while one is under way nothing is read. An idle connection
/// holds no buffer.
class Connection final : public Descriptor::Owner,
                         public Deadlines::Entry,
                         public std::enable_shared_from_this<Connection> {
  public:
    using Place = std::list<std::shared_ptr<Connection>>::iterator;

    Connection(Worker& worker, Socket socket, const IpAddress& peer, ConnectionCount::Client client);
    ~Connection() override;

    void start(Place place);
    /// Where the worker keeps it.
    Place place() const noexcept { return place_; }
    /// The server drains: an idle connection gets a last moment, the others close after their answer.
    void say_farewell();
    /// Ends it at once.
    void abandon();

  private:
    enum class Phase : std::uint8_t { handshake, reading, handling, writing, lingering, closed };
    enum class WhenSilent : std::uint8_t { wait, close };
    struct Exchange;

    void on_ready() override;
    void on_deadline(Deadline kind) override;

    void shake_hands();
    void refuse_plain_http();
    void read(WhenSilent when_silent);
    void process(std::string_view bytes);
    void take_request();
    void refuse_request(int status);
    void give_to_pool(Exchange exchange);
    void on_answer(Exchange& exchange);
    void append(Exchange& exchange);
    bool send_output();
    void flush();
    void wait_to_read(Transfer::Status wanted);
    void linger();
    void drain_input();
    void identify(Request& request);
    Persistence persistence() const noexcept;
    bool is_draining() const noexcept;

    Worker& worker_;
    Descriptor descriptor_;
    IpAddress peer_;
    std::string peer_text_;
    ConnectionCount::Client client_;
    Phase phase_;
    bool close_after_ = false;
    std::unique_ptr<Transport> transport_;
    std::unique_ptr<RequestParser> parser_;  // while a request is being read
    std::string input_;                      // what came behind a request that is under way
    std::string output_;                     // what the socket has not taken yet
    std::size_t discarded_ = 0;
    Place place_;
};

}  // namespace watchword::http
