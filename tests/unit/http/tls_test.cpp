// TLS, with a certificate that the test makes for itself.

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "running_server.hpp"
#include <gmock/gmock.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace watchword::http {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Key make_key() {
    return {EVP_EC_gen("P-256"), EVP_PKEY_free};
}

void write_key(const std::string& path, EVP_PKEY* key, const char* passphrase = nullptr) {
    const File file(std::fopen(path.c_str(), "w"), std::fclose);
    PEM_write_PrivateKey(file.get(), key, passphrase == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr, 0, nullptr,
                         const_cast<char*>(passphrase));
}

void write_certificate(const std::string& path, EVP_PKEY* key) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key, EVP_sha256());
    const File file(std::fopen(path.c_str(), "w"), std::fclose);
    PEM_write_X509(file.get(), certificate.get());
}

/// A folder of its own with cert.pem, key.pem, other.pem (another's key) and locked.pem (with a passphrase).
class Tls : public testing::Test {
  protected:
    Tls() {
        std::string pattern = (std::filesystem::temp_directory_path() / "watchword-tls-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        const Key key = make_key();
        write_key(path("key.pem"), key.get());
        write_key(path("locked.pem"), key.get(), "secret");
        write_certificate(path("cert.pem"), key.get());
        write_key(path("other.pem"), make_key().get());
        std::ofstream(path("garbage.pem")) << "-----BEGIN NOTHING-----\n";
    }
    ~Tls() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    ServerOptions options() const { return {.tls = TlsFiles{path("cert.pem"), path("key.pem")}}; }
    Error refusal(const std::string& certificate, const std::string& key) const {
        const Log log = Log::silent();
        auto server = Server::create({.listen = "127.0.0.1:0", .tls = TlsFiles{path(certificate), path(key)}}, log);
        return server ? Error(Error::internal, "created") : server.error();
    }

  private:
    std::filesystem::path folder_;
};

/// A TLS client over the raw one.
class TlsClient {
  public:
    explicit TlsClient(const RunningServer& server) : client_(server) {
        context_.reset(SSL_CTX_new(TLS_client_method()));
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), client_.descriptor());
    }
    SSL* ssl() { return ssl_.get(); }
    Client& raw() { return client_; }
    bool connect() { return SSL_connect(ssl_.get()) == 1; }
    void offer(std::string_view protocols) {
        SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
    }
    std::string selected() {
        const unsigned char* name = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(ssl_.get(), &name, &size);
        return {reinterpret_cast<const char*>(name), size};
    }
    void send(std::string_view bytes) { SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())); }
    /// Reads until `size` bytes have come or the stream ends.
    std::string read(std::size_t size) {
        std::string got;
        char buffer[16384];
        while (got.size() < size) {
            const int bytes = SSL_read(ssl_.get(), buffer, sizeof buffer);
            if (bytes <= 0) break;
            got.append(buffer, static_cast<std::size_t>(bytes));
        }
        return got;
    }
    bool has_ended() { return read(1).empty() && SSL_get_shutdown(ssl_.get()) == SSL_RECEIVED_SHUTDOWN; }

  private:
    Client client_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
};

TEST_F(Tls, serves_requests_on_either_pool_and_says_https) {
    RunningServer server(options());
    TlsClient client(server);
    ASSERT_TRUE(client.connect());
    client.send(get_of("/pool") + get_of("/about", "Connection: close\r\n"));
    const std::string answers = client.read(1'000'000);
    EXPECT_THAT(answers, testing::HasSubstr("pooled"));
    EXPECT_THAT(answers, testing::HasSubstr("127.0.0.1 https /about"));
    EXPECT_TRUE(client.has_ended()) << "with close_notify";
}

TEST_F(Tls, sends_more_than_the_socket_takes) {
    RunningServer server(options());
    TlsClient client(server);
    ASSERT_TRUE(client.connect());
    client.send(get_of("/big", "Connection: close\r\n"));
    EXPECT_GT(client.read(100'000'000).size(), 8'000'000U);
}

TEST_F(Tls, reads_a_body_of_many_records) {
    RunningServer server(options());
    TlsClient client(server);
    ASSERT_TRUE(client.connect());
    const std::string body(200'000, 'b');
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n" + body);
    EXPECT_TRUE(client.read(1'000'000).ends_with(body));
}

TEST_F(Tls, speaks_1_2_and_1_3_and_nothing_older) {
    RunningServer server(options());
    for (const auto& [version, works] :
         {std::pair{TLS1_3_VERSION, true}, {TLS1_2_VERSION, true}, {TLS1_1_VERSION, false}}) {
        TlsClient client(server);
        SSL_set_security_level(client.ssl(), 0);
        SSL_set_min_proto_version(client.ssl(), version);
        SSL_set_max_proto_version(client.ssl(), version);
        EXPECT_EQ(client.connect(), works) << version;
    }
}

TEST_F(Tls, refuses_a_cipher_without_forward_secrecy) {
    RunningServer server(options());
    TlsClient client(server);
    SSL_set_max_proto_version(client.ssl(), TLS1_2_VERSION);
    SSL_set_cipher_list(client.ssl(), "ECDHE-ECDSA-AES128-SHA:AES128-SHA");
    EXPECT_FALSE(client.connect());
}

TEST_F(Tls, negotiates_http_1_1_by_ALPN) {
    RunningServer server(options());
    using namespace std::string_view_literals;
    TlsClient both(server);
    both.offer("\x02h2\x08http/1.1"sv);
    ASSERT_TRUE(both.connect());
    EXPECT_EQ(both.selected(), "http/1.1");
    TlsClient only_h2(server);
    only_h2.offer("\x02h2"sv);
    EXPECT_FALSE(only_h2.connect());
}

TEST_F(Tls, tells_a_plain_client_what_this_port_speaks) {
    RunningServer server(options());
    Client client(server);
    const Answer answer = client.ask(get_hello);
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, testing::HasSubstr("HTTPS"));
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Tls, ends_a_handshake_that_takes_too_long) {
    ServerOptions slow = options();
    slow.header_deadline = Milliseconds(150);
    RunningServer server(slow);
    Client client(server);
    client.send("\x16\x03\x01");
    EXPECT_TRUE(client.is_closed());
}

// RFC 8446 section 4.6.3: each of these asks the server to write one, too, while it reads.
TEST_F(Tls, ends_a_client_that_asks_for_key_updates_and_reads_none) {
    ServerOptions short_patience = options();
    short_patience.keep_alive = Milliseconds(1'000);
    RunningServer server(short_patience);
    TlsClient client(server);
    ASSERT_TRUE(client.connect());
    const auto start = std::chrono::steady_clock::now();
    const timeval patience{0, 200'000};
    ::setsockopt(client.raw().descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const auto as_found = std::signal(SIGPIPE, SIG_IGN);  // the client writes until the server has gone
    while (SSL_key_update(client.ssl(), SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(client.ssl()) == 1)
        continue;
    std::signal(SIGPIPE, as_found);
    pollfd ended{client.raw().descriptor(), 0, 0};
    EXPECT_EQ(::poll(&ended, 1, 20'000), 1) << "the server holds the connection for ever";
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(15)) << "the event loop was held up";
}

TEST_F(Tls, survives_garbage_and_clients_that_leave) {
    RunningServer server(options());
    for (int count = 0; count < 20; ++count) {
        Client garbage(server);
        garbage.send(std::string("\x16\x03\x01\x00\x05hello", 10));
        Client gone(server);
        gone.send("\x16\x03");
        gone.reset();
        TlsClient deaf(server);
        ASSERT_TRUE(deaf.connect());
        deaf.send(get_of("/big"));
        deaf.raw().reset();
    }
    TlsClient client(server);
    ASSERT_TRUE(client.connect());
    client.send(get_of("/", "Connection: close\r\n"));
    EXPECT_THAT(client.read(100'000), testing::HasSubstr("hello"));
}

TEST_F(Tls, drains_gracefully) {
    RunningServer server(options());
    TlsClient client(server);
    ASSERT_TRUE(client.connect());
    client.send(get_of("/gated?done"));
    server.gate.wait_for(1);
    server.stop();
    server.gate.open();
    EXPECT_THAT(client.read(100'000), testing::EndsWith("done"));
    EXPECT_TRUE(client.has_ended());
    client.raw().close();
    server.join();
}

TEST_F(Tls, names_the_file_that_it_cannot_use) {
    struct Case {
        const char* certificate;
        const char* key;
        Error::Code code;
        const char* named;
    };
    for (const Case& expected : {Case{"missing.pem", "key.pem", Error::unreadable_file, "missing.pem"},
                                 Case{"cert.pem", "missing.pem", Error::unreadable_file, "missing.pem"},
                                 Case{"garbage.pem", "key.pem", Error::unreadable_file, "garbage.pem"},
                                 Case{"cert.pem", "garbage.pem", Error::unreadable_file, "garbage.pem"},
                                 Case{"cert.pem", "cert.pem", Error::unreadable_file, "cert.pem"},
                                 Case{"cert.pem", "locked.pem", Error::unreadable_file, "locked.pem"},
                                 Case{"cert.pem", "other.pem", Error::invalid_configuration, "other.pem"}}) {
        const Error error = refusal(expected.certificate, expected.key);
        EXPECT_EQ(error, expected.code) << error.detail();
        EXPECT_THAT(error.detail(), testing::HasSubstr(expected.named));
    }
}

}  // namespace
}  // namespace watchword::http
