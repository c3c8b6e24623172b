// Where the parcels are: a C++ service that takes the same access tokens as its Python neighbours. It knows the
// issuer's name and nothing else; the keys come from the issuer's JWK Set.
//
//     ISSUER=http://localhost:8080 AUDIENCE=https://walnut-books.example PORT=8002 parcels

#include <watchword/guard/frameworks/httplib.hpp>
#include <watchword/guard/remote/remote_keys.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

using namespace watchword;

namespace {

constexpr const char* parcels = R"([
  {"number": "WB-2041", "content": "The Silence of Walnut Trees", "status": "On its way", "place": "Leipzig"},
  {"number": "WB-2038", "content": "Maps for People Who Stay", "status": "Delivered", "place": "At your door"},
  {"number": "WB-2035", "content": "A Field Guide to Lanterns", "status": "At customs", "place": "Hamburg"}
])";

std::string required_variable(const char* name) {
    if (const char* value = std::getenv(name)) return value;
    throw std::invalid_argument(std::string("the environment variable ") + name + " is missing");
}

/// SIGTERM and Ctrl-C reach this thread alone; it lets running requests end.
std::jthread stop_on_signal(httplib::Server& server) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return std::jthread([&server, signals] {
        int received = 0;
        sigwait(&signals, &received);
        server.stop();
    });
}

int serve() {
    const std::string issuer = required_variable("ISSUER");
    const int port = std::stoi(required_variable("PORT"));
    const SystemClock clock;
    const Log log(Log::Format::text, Log::Level::info);

    auto keys = guard::RemoteKeys::create({.url = issuer + "/.well-known/jwks.json"}, clock);
    if (!keys) throw std::invalid_argument(std::string(keys.error().sentence()) + " " + keys.error().detail());
    const guard::Policy policy{jwt::Requirements::access_token(issuer, required_variable("AUDIENCE"))};
    const guard::frameworks::HttplibGuard guarded(policy, **keys, clock, log);

    httplib::Server server;
    // Else cpp-httplib answers with what the exception says, in a header.
    server.set_exception_handler([](const auto&, auto& response, const auto&) { response.status = 500; });
    server.Get("/parcels", guarded.protect({"parcels:read"}, [](const auto&, const auto&, auto& response) {
        response.set_content(parcels, "application/json");
    }));
    server.Get("/healthz", [](const auto&, auto& response) { response.set_content("ok\n", "text/plain"); });

    const std::jthread stopper = stop_on_signal(server);
    if (server.listen("localhost", port)) return 0;
    std::cerr << "parcels: cannot listen on localhost:" << port << '\n';
    std::raise(SIGTERM);
    return 1;
}

}  // namespace

int main() {
    try {
        return serve();
    } catch (const std::exception& error) {
        std::cerr << "parcels: " << error.what() << '\n';
        return 2;
    }
}
