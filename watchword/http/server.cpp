#include <watchword/base/random.hpp>
#include <watchword/http/listener.hpp>
#include <watchword/http/server.hpp>
#include <watchword/http/worker.hpp>

#include <algorithm>
#include <cstring>
#include <thread>
#include <utility>

namespace watchword::http {
namespace {

std::uint64_t random_seed() {
    SystemRandom random;
    std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
    random.fill(bytes);
    std::uint64_t seed = 0;
    std::memcpy(&seed, bytes.data(), bytes.size());
    return seed;
}

unsigned loops_of(const ServerOptions& options) noexcept {
    return options.event_loops > 0 ? options.event_loops : std::max(std::thread::hardware_concurrency(), 1U);
}

}  // namespace

struct Server::State {
    State(ServerOptions chosen, const Log& log, TrustedProxies trusted, std::unique_ptr<TlsContext> context)
        : options(std::move(chosen)),
          proxies(std::move(trusted)),
          tls(std::move(context)),
          count(options.max_connections, options.max_connections_per_address),
          shared{.options = options,
                 .log = log,
                 .proxies = proxies,
                 .tls = tls.get(),
                 .count = count,
                 .request_id_seed = random_seed(),
                 .workers = loops_of(options)} {}

    void take(Listeners listeners) {
        port = listeners.port;
        unsigned index = 0;
        for (auto& sockets : listeners.of_loop) {
            workers.push_back(std::make_unique<Worker>(shared, index++, std::move(sockets)));
        }
    }

    ServerOptions options;
    TrustedProxies proxies;
    std::unique_ptr<TlsContext> tls;
    ConnectionCount count;
    Shared shared;
    std::uint16_t port = 0;
    std::vector<std::unique_ptr<Worker>> workers;
};

Server::Server(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(ServerOptions options, const Log& log) {
    auto proxies = TrustedProxies::parse(options.trusted_proxies);
    if (!proxies) return proxies.error();
    std::unique_ptr<TlsContext> tls;
    if (options.tls) {
        auto loaded = TlsContext::load(options.tls->certificate, options.tls->private_key);
        if (!loaded) return loaded.error();
        tls = std::move(*loaded);
    }
    auto listeners = listen_on(options.listen, loops_of(options));
    if (!listeners) return listeners.error();
    auto state = std::make_unique<State>(std::move(options), log, std::move(*proxies), std::move(tls));
    state->take(std::move(*listeners));
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

std::uint16_t Server::port() const noexcept {
    return state_->port;
}

void Server::run(const Router& router) {
    ThreadPool pool(state_->options.storage_threads, state_->options.storage_queue);
    state_->shared.router = &router;
    state_->shared.pool = &pool;
    std::vector<std::jthread> threads;
    for (std::size_t index = 1; index < state_->workers.size(); ++index) {
        threads.emplace_back([worker = state_->workers[index].get()] { worker->run(); });
    }
    state_->workers.front()->run();
    threads.clear();
    // Handlers that still run use the router: its owner may drop it when this returns.
    pool.stop();
}

void Server::stop() noexcept {
    state_->shared.draining = true;
    for (const auto& worker : state_->workers)
        worker->begin_drain();
}

}  // namespace watchword::http
