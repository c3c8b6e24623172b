// A service that takes the tokens of one issuer, whose keys it fetches. See README.md.
#include <watchword/base/random.hpp>
#include <watchword/guard/remote/remote_keys.hpp>
#include <watchword/jwt/token_cache.hpp>

#include <atomic>
#include <csignal>
#include <iostream>
#include <thread>

#include "reports.hpp"
#include "settings.hpp"
#include <unistd.h>

using namespace watchword;

namespace {

/// The signals that end the service; kept from every thread, to be waited for.
sigset_t block_end_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

/// cpp-httplib would share a port with another service, and the two would take turns at its requests.
void take_port_alone(socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

bool bind(httplib::Server& server, Settings& settings) {
    server.set_socket_options(take_port_alone);
    if (settings.port != 0) return server.bind_to_port(settings.host, settings.port);
    settings.port = server.bind_to_any_port(settings.host);
    return settings.port > 0;
}

/// Until one of the signals comes, or the server gives up. Requests that have arrived are answered.
void serve(httplib::Server& server, const Settings& settings, const sigset_t& signals) {
    std::atomic<bool> ended = false;
    std::thread serving([&server, &ended] {
        server.listen_after_bind();
        ended = true;
        ::kill(::getpid(), SIGTERM);
    });
    std::cout << "Reports on http://" << settings.host << ':' << settings.port << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    // A server that has not begun cannot be stopped.
    while (!server.is_running() && !ended)
        std::this_thread::yield();
    server.stop();
    serving.join();
}

int run(Settings settings) {
    const sigset_t signals = block_end_signals();
    const SystemClock clock;
    const Log log(Log::Format::text, Log::Level::info);
    const auto keys = guard::RemoteKeys::create({.url = settings.keys_url}, clock);
    if (!keys) {
        std::cerr << settings.keys_url << ": " << keys.error().detail() << '\n';
        return 2;
    }
    SystemRandom random;
    jwt::TokenCache cache({}, random);
    const guard::Policy policy{.requirements = jwt::Requirements::access_token(settings.issuer, settings.audience),
                               .realm = "reports",
                               .cache = &cache};

    httplib::Server server;
    // GET has no body: what is sent all the same is not kept.
    server.set_payload_max_length(4096);
    add_routes(server, guard::frameworks::HttplibGuard(policy, **keys, clock, log));
    if (!bind(server, settings)) {
        std::cerr << "cannot listen on " << settings.host << ':' << settings.port << '\n';
        return 1;
    }
    serve(server, settings, signals);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(read_settings(argc, argv));
    } catch (const std::invalid_argument& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
