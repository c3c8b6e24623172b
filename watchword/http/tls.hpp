#pragma once
/// TLS 1.2 and 1.3 with OpenSSL on a non-blocking socket.

#include <watchword/base/result.hpp>
#include <watchword/http/transport.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_ctx_st;

namespace watchword::http {

/// Certificate, key and rules, shared by all connections. Thread-safe.
class TlsContext {
  public:
    /// Errors: unreadable_file (missing, not PEM, an encrypted key), invalid_configuration (the key is another's); the
    /// detail names the file and the cause.
    static Result<std::unique_ptr<TlsContext>> load(const std::string& certificate, const std::string& private_key);
    ~TlsContext();

    /// The server's side of a connection on `descriptor`, which it borrows. Throws std::bad_alloc.
    std::unique_ptr<Transport> accept(int descriptor) const;

  private:
    explicit TlsContext(ssl_ctx_st* context) noexcept : context_(context) {}
    ssl_ctx_st* context_;
};

}  // namespace watchword::http
