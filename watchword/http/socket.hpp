#pragma once
/// An owned file descriptor.

#include <utility>

#include <unistd.h>

namespace watchword::http {

/// Closes what it owns; -1 owns nothing.
class Socket {
  public:
    explicit Socket(int descriptor = -1) noexcept : descriptor_(descriptor) {}
    ~Socket() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Socket(Socket&& other) noexcept : descriptor_(other.release()) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    int get() const noexcept { return descriptor_; }
    int release() noexcept { return std::exchange(descriptor_, -1); }

  private:
    int descriptor_;
};

}  // namespace watchword::http
