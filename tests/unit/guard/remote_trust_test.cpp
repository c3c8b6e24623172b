#include <watchword/guard/remote/key_set_request.hpp>

#include "remote_keys_fixture.hpp"
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

namespace watchword::guard::test {
namespace {

TEST_F(RemoteKeysTest, takeOnlyHttpsOrLoopbackUrls) {
    struct Case {
        const char* url;
        bool accepted;
    };
    for (const auto& [url, accepted] : {
             Case{"https://issuer.example/jwks.json", true},
             Case{"https://issuer.example:8443/jwks.json?a=b", true},
             Case{"https://[2001:db8::1]/jwks.json", true},
             Case{"http://localhost:8080/jwks.json", true},
             Case{"http://127.0.0.1/jwks.json", true},
             Case{"http://127.8.9.10/jwks.json", true},
             Case{"http://[::1]:8080/jwks.json", true},
             Case{"http://issuer.example/jwks.json", false},
             Case{"http://localhost.evil.example/jwks.json", false},
             Case{"http://127.0.0.1.evil.example/jwks.json", false},
             Case{"http://127.0.0.1@evil.example/jwks.json", false},
             Case{"http://localhost:80@evil.example/jwks.json", false},
             Case{"http://128.0.0.1/jwks.json", false},
             Case{"http://[::2]/jwks.json", false},
             Case{"http://0.0.0.0/jwks.json", false},
             Case{"https://name:password@issuer.example/jwks.json", false},
             Case{"https://issuer.example/jwks.json#keys", false},
             Case{"file:///etc/passwd", false},
             Case{"ftp://127.0.0.1/jwks.json", false},
             Case{"gopher://127.0.0.1/jwks.json", false},
             Case{"//issuer.example/jwks.json", false},
             Case{"issuer.example/jwks.json", false},
             Case{"https://", false},
             Case{"", false},
         }) {
        const auto created = RemoteKeys::create(options(url), clock);
        EXPECT_EQ(created.has_value(), accepted) << url;
        if (!created) {
            EXPECT_EQ(created.error(), Error::invalid_configuration) << url;
        }
    }
}

TEST(MaxAge, isReadAsRfc9111WritesIt) {
    struct Case {
        const char* value;
        std::optional<Seconds> expected;
    };
    for (const auto& [value, expected] : {
             Case{"max-age=60", Seconds(60)},
             Case{"public , Max-Age=60", Seconds(60)},
             Case{"max-age=60, max-age=90", Seconds(60)},
             Case{"max-age=60, no-cache", Seconds(0)},
             Case{"no-store", Seconds(0)},
             Case{"max-age=0", Seconds(0)},
             Case{"max-age=99999999999999999999999", Seconds(2'147'483'648)},
             Case{"s-maxage=60", std::nullopt},
             Case{"max-age", std::nullopt},
             Case{"max-age=", std::nullopt},
             Case{"max-age=-1", std::nullopt},
             Case{"max-age=6x", std::nullopt},
             Case{",,", std::nullopt},
             Case{"", std::nullopt},
         })
        EXPECT_EQ(remote::max_age_of(value), expected) << value;
}

/// Says it is localhost, but nobody vouches for it.
SSL_CTX* self_signed_context() {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    X509_set_version(certificate, 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* const names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
    X509_add_ext(certificate, names, -1);
    X509_sign(certificate, key, EVP_sha256());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    X509_EXTENSION_free(names);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return context;
}

/// Accepts one connection on a free port and tries a TLS handshake.
class SelfSignedServer {
  public:
    SelfSignedServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, any, size) != 0 || ::listen(listener_, 1) != 0) throw std::runtime_error("no port");
        ::getsockname(listener_, any, &size);
        port = ntohs(address.sin_port);
        thread_ = std::thread([this] { shake_hands(); });
    }
    /// True if the client went through with it.
    bool trusted() {
        thread_.join();
        return trusted_;
    }
    ~SelfSignedServer() { ::close(listener_); }
    std::uint16_t port = 0;

  private:
    void shake_hands() {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 60'000) != 1) return;
        const int fd = ::accept(listener_, nullptr, nullptr);
        SSL_CTX* const context = self_signed_context();
        SSL* const tls = SSL_new(context);
        SSL_set_fd(tls, fd);
        char byte = 0;
        trusted_ = SSL_accept(tls) == 1 && SSL_read(tls, &byte, 1) == 1;
        SSL_free(tls);
        SSL_CTX_free(context);
        ::close(fd);
    }
    int listener_;
    bool trusted_ = false;
    std::thread thread_;
};

TEST_F(RemoteKeysTest, trustNoCertificateThatNobodyVouchesFor) {
    SelfSignedServer server;
    const auto keys = source(options("https://localhost:" + std::to_string(server.port) + "/jwks.json"));
    const auto key = keys->find({jose::Algorithm::EdDSA, "a"});
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error(), Error::keys_unavailable);
    EXPECT_NE(key.error().detail().find("certificate"), std::string::npos) << key.error().detail();
    EXPECT_FALSE(server.trusted());
}

}  // namespace
}  // namespace watchword::guard::test
