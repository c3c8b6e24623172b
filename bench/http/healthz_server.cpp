// A server with one route, to measure the connection layer alone: bench_http_server [ADDRESS [CERTIFICATE KEY]].
// It ends on SIGTERM or SIGINT.

#include <watchword/http/server.hpp>

#include <csignal>
#include <iostream>
#include <thread>

using namespace watchword;

namespace {

http::Router routes() {
    const auto healthz = [](const http::Request&) { return http::Response::text(200, "ok\n"); };
    const auto other = [](int status, const http::Request&) { return http::Response::text(status, "no\n"); };
    return http::Router({{http::Method::get, "/healthz", http::Pool::loop, healthz},
                         {http::Method::get, "/pool", http::Pool::storage, healthz}},
                        other);
}

http::ServerOptions options_of(int argc, char** argv) {
    http::ServerOptions options;
    if (argc > 1) options.listen = argv[1];
    if (argc > 3) options.tls = http::TlsFiles{argv[2], argv[3]};
    options.max_connections_per_address = options.max_connections;
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);

    const Log log(Log::Format::text, Log::Level::warning);
    auto server = http::Server::create(options_of(argc, argv), log);
    if (!server) {
        std::cerr << server.error().sentence() << ' ' << server.error().detail() << '\n';
        return 1;
    }
    const http::Router router = routes();
    const std::jthread waiter([&] {
        int signal = 0;
        sigwait(&ending, &signal);
        (*server)->stop();
    });
    std::cout << "port " << (*server)->port() << std::endl;
    (*server)->run(router);
}
