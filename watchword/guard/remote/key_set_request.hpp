#pragma once
/// The HTTP side of `RemoteKeys`: one GET at a time of one URL, with limits, that another thread can call off.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/guard/remote/remote_keys.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace watchword::guard::remote {

struct KeySetResponse {
    std::string body;
    /// From Cache-Control; zero for no-store and no-cache.
    std::optional<Seconds> max_age;
};

class KeySetRequest {
  public:
    /// Error: invalid_configuration for any URL but https, or http on a loopback host; user names and fragments are
    /// refused, too.
    static Result<std::unique_ptr<KeySetRequest>> create(const RemoteKeysOptions& options);
    ~KeySetRequest();

    /// Blocks for at most the total timeout. To be called by one thread at a time. The certificate of the server is
    /// checked; redirects, and every status but 200, are failures. Error: keys_unavailable.
    Result<KeySetResponse> run();
    /// Lets `run` return soon, now and later. From any thread.
    void cancel() noexcept;

  private:
    struct Handles;
    KeySetRequest(RemoteKeysOptions options, std::unique_ptr<Handles> handles) noexcept;

    RemoteKeysOptions options_;
    std::unique_ptr<Handles> handles_;
    std::atomic<bool> cancelled_ = false;
};

/// The lifetime that the value of a Cache-Control header states (RFC 9111 section 5.2.2).
std::optional<Seconds> max_age_of(std::string_view cache_control) noexcept;

}  // namespace watchword::guard::remote
