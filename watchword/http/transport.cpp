#include <watchword/http/transport.hpp>

#include <cerrno>

#include <sys/socket.h>

namespace watchword::http {
namespace {

bool would_block() noexcept {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

class PlainTransport final : public Transport {
  public:
    explicit PlainTransport(int descriptor) noexcept : descriptor_(descriptor) {}
    Transfer handshake() override { return {Transfer::Status::done}; }
    Transfer read(std::span<char> into) override { return receive(descriptor_, into); }
    Transfer write(std::string_view bytes) override { return send(descriptor_, bytes); }
    void shut_down() override { ::shutdown(descriptor_, SHUT_WR); }

  private:
    int descriptor_;
};

}  // namespace

Transfer receive(int descriptor, std::span<char> into) noexcept {
    for (;;) {
        const ssize_t size = ::recv(descriptor, into.data(), into.size(), MSG_DONTWAIT);
        if (size > 0) return {Transfer::Status::done, static_cast<std::size_t>(size)};
        if (size < 0 && errno == EINTR) continue;
        return {size < 0 && would_block() ? Transfer::Status::wants_read : Transfer::Status::closed};
    }
}

Transfer send(int descriptor, std::string_view bytes) noexcept {
    for (;;) {
        const ssize_t size = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size >= 0) return {Transfer::Status::done, static_cast<std::size_t>(size)};
        if (errno == EINTR) continue;
        return {would_block() ? Transfer::Status::wants_write : Transfer::Status::closed};
    }
}

std::unique_ptr<Transport> make_plain_transport(int descriptor) {
    return std::make_unique<PlainTransport>(descriptor);
}

}  // namespace watchword::http
