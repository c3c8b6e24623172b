#pragma once
/// Reading from and writing to a non-blocking stream, plain or TLS. Never raises SIGPIPE.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace watchword::http {

struct Transfer {
    enum class Status : std::uint8_t {
        done,         ///< `bytes` were moved; for `handshake`, it is complete
        wants_read,   ///< call again when the socket is readable
        wants_write,  ///< call again when the socket is writable
        closed,       ///< the peer has closed, or the stream is broken
        plain_http,   ///< from `handshake`: the peer speaks HTTP where TLS is spoken
    };
    Status status;
    std::size_t bytes = 0;
};

/// Borrows the socket. Not thread-safe.
class Transport {
  public:
    virtual ~Transport() = default;
    virtual Transfer handshake() = 0;
    virtual Transfer read(std::span<char> into) = 0;
    virtual Transfer write(std::string_view bytes) = 0;
    /// Tells the peer, as far as that needs no waiting, that nothing more will be sent.
    virtual void shut_down() = 0;
};

std::unique_ptr<Transport> make_plain_transport(int descriptor);

/// One non-blocking system call each; EINTR is retried.
Transfer receive(int descriptor, std::span<char> into) noexcept;
Transfer send(int descriptor, std::string_view bytes) noexcept;

}  // namespace watchword::http
