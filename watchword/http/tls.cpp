#include <watchword/http/tls.hpp>

#include <new>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace watchword::http {
namespace {

// Suites of TLS 1.2 with forward secrecy and authenticated encryption; those of 1.3 are all good.
constexpr const char* tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

int descriptor_of(BIO* bio) noexcept {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

/// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE; this one cannot.
int bio_write(BIO* bio, const char* data, int size) {
    BIO_clear_retry_flags(bio);
    const Transfer transfer = send(descriptor_of(bio), {data, static_cast<std::size_t>(size)});
    if (transfer.status == Transfer::Status::done) return static_cast<int>(transfer.bytes);
    if (transfer.status == Transfer::Status::wants_write) BIO_set_retry_write(bio);
    return -1;
}

int bio_read(BIO* bio, char* data, int size) {
    BIO_clear_retry_flags(bio);
    const Transfer transfer = receive(descriptor_of(bio), {data, static_cast<std::size_t>(size)});
    if (transfer.status == Transfer::Status::done) return static_cast<int>(transfer.bytes);
    if (transfer.status == Transfer::Status::wants_read) BIO_set_retry_read(bio);
    return transfer.status == Transfer::Status::closed ? 0 : -1;
}

long bio_control(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* socket_method() {
    static BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
        if (made == nullptr) throw std::bad_alloc();
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_ctrl(made, bio_control);
        return made;
    }();
    return method;
}

class TlsTransport final : public Transport {
  public:
    TlsTransport(SSL_CTX* context, int descriptor) : ssl_(SSL_new(context)) {
        BIO* bio = ssl_ == nullptr ? nullptr : BIO_new(socket_method());
        if (bio == nullptr) {
            SSL_free(ssl_);
            throw std::bad_alloc();
        }
        BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
        BIO_set_init(bio, 1);
        SSL_set_bio(ssl_, bio, bio);
        SSL_set_accept_state(ssl_);
    }
    ~TlsTransport() override { SSL_free(ssl_); }
    TlsTransport(const TlsTransport&) = delete;
    TlsTransport& operator=(const TlsTransport&) = delete;

    Transfer handshake() override {
        ERR_clear_error();
        return outcome(SSL_do_handshake(ssl_), 0);
    }
    Transfer read(std::span<char> into) override {
        ERR_clear_error();
        std::size_t bytes = 0;
        const int result = SSL_read_ex(ssl_, into.data(), into.size(), &bytes);
        return outcome(result, bytes);
    }
    Transfer write(std::string_view bytes) override {
        ERR_clear_error();
        std::size_t written = 0;
        const int result = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &written);
        return outcome(result, written);
    }
    void shut_down() override {
        ERR_clear_error();
        if (!broken_ && SSL_is_init_finished(ssl_) == 1) SSL_shutdown(ssl_);
        ERR_clear_error();
        ::shutdown(descriptor_of(SSL_get_wbio(ssl_)), SHUT_WR);
    }

  private:
    Transfer outcome(int result, std::size_t bytes) {
        if (result == 1) return {Transfer::Status::done, bytes};
        const int error = SSL_get_error(ssl_, result);
        if (error == SSL_ERROR_WANT_READ) return {Transfer::Status::wants_read};
        if (error == SSL_ERROR_WANT_WRITE) return {Transfer::Status::wants_write};
        // After a fatal error SSL_shutdown must not be called.
        broken_ = error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL;
        const bool plain = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
        ERR_clear_error();
        return {plain ? Transfer::Status::plain_http : Transfer::Status::closed};
    }

    SSL* ssl_;
    bool broken_ = false;
};

/// RFC 7301: HTTP/1.1 or, if the client speaks only other protocols, a fatal alert.
int select_protocol(SSL*, const unsigned char** selected, unsigned char* selected_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    static constexpr unsigned char ours[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* chosen = nullptr;
    const int result = SSL_select_next_proto(&chosen, selected_size, ours, sizeof ours, offered, offered_size);
    *selected = chosen;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// Without it OpenSSL would ask for the passphrase on the terminal.
int no_passphrase(char*, int, int, void*) {
    return 0;
}

void set_rules(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, tls12_ciphers);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // A read returns after every record: a client that sends key updates without end would keep it, and the event loop.
    SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
    // Sessions are resumed by tickets; a cache would only be a lock and memory.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
    SSL_CTX_set_default_passwd_cb(context, no_passphrase);
}

Error refusal(Error::Code code, std::string_view what, const std::string& file) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    std::string detail(what);
    detail += ": " + file;
    if (reason != nullptr) detail += std::string(" (") + reason + ")";
    return {code, std::move(detail)};
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::load(const std::string& certificate, const std::string& private_key) {
    ERR_clear_error();
    std::unique_ptr<TlsContext> tls(new TlsContext(SSL_CTX_new(TLS_server_method())));
    if (tls->context_ == nullptr) throw std::bad_alloc();
    set_rules(tls->context_);
    if (SSL_CTX_use_certificate_chain_file(tls->context_, certificate.c_str()) != 1) {
        return refusal(Error::unreadable_file, "no usable PEM certificate", certificate);
    }
    if (SSL_CTX_use_PrivateKey_file(tls->context_, private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
        const bool mismatch = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH ||
                              ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_TYPE_MISMATCH;
        if (mismatch)
            return refusal(Error::invalid_configuration, "the key does not belong to the certificate", private_key);
        return refusal(Error::unreadable_file, "no usable unencrypted PEM private key", private_key);
    }
    if (SSL_CTX_check_private_key(tls->context_) != 1) {
        return refusal(Error::invalid_configuration, "the key does not belong to the certificate", private_key);
    }
    return tls;
}

TlsContext::~TlsContext() {
    SSL_CTX_free(context_);
}

std::unique_ptr<Transport> TlsContext::accept(int descriptor) const {
    return std::make_unique<TlsTransport>(context_, descriptor);
}

}  // namespace watchword::http
