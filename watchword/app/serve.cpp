#include <watchword/app/data_folder.hpp>
#include <watchword/app/housekeeping.hpp>
#include <watchword/app/listen_address.hpp>
#include <watchword/app/process.hpp>
#include <watchword/app/serve.hpp>
#include <watchword/app/wire.hpp>
#include <watchword/auth/rotate_keys.hpp>
#include <watchword/auth/users.hpp>
#include <watchword/endpoints/routes.hpp>
#include <watchword/http/server.hpp>

namespace watchword::app {
namespace {

Result<Ready> ready_message(const Configuration& configuration, std::uint16_t port, const DataFolder& folder,
                            const auth::Context& context, const auth::FirstUserSetup& setup) {
    const ListenAddress listen = parse_listen_address(configuration.text(Setting::listen)).value();
    Ready ready{browser_url(listen, configuration.has_tls(), port), folder.path, {}, {}};
    // Cookies and the check of origins go with the issuer: behind a proxy, people must come in through it.
    const bool configured = !configuration.text(Setting::issuer).empty();
    const std::string entrance = configured ? configuration.text(Setting::issuer) : ready.url;
    const auto nobody = context.store.users().empty();
    if (!nobody) return nobody.error();
    if (*nobody) ready.setup_link = entrance + "/setup?token=" + setup.token();
    ready.sign_in_link = entrance + "/login";
    return ready;
}

}  // namespace

Result<void> serve(const Configuration& configuration, const std::vector<Finding>& notes,
                   const std::function<void(const Ready&)>& on_ready) {
    block_stop_signals();  // before the first thread is started: all of them inherit it
    const Log log(configuration.log_format(), configuration.log_level());
    for (const Finding& note : notes)
        log.warning("configuration", {{"place", note.place}, {"note", note.sentence}});

    const auto folder = open_data_folder(configuration.data_folder(), Missing::create);
    if (!folder) return folder.error();
    const auto lock = ServerLock::acquire(*folder);
    if (!lock) return lock.error();
    // It listens before the keys are opened: a default issuer has the port in it, and a busy port is noticed at once.
    const auto server = http::Server::create(configuration.server_options(), log);
    if (!server) return server.error();
    const std::uint16_t port = (*server)->port();
    const auto wiring = Wiring::open(*folder, configuration.auth_settings(port), configuration.hashing_options(), log);
    if (!wiring) return wiring.error();

    const auth::Context& context = (*wiring)->context();
    if (auto followed = auth::follow_signing_algorithm(context); !followed) return followed.error();
    auth::FirstUserSetup setup((*wiring)->random());
    const endpoints::Settings endpoint_settings = configuration.endpoint_settings(port);
    const http::Router router = endpoints::make_router({context, setup, endpoint_settings});
    const auto ready = ready_message(configuration, port, *folder, context, setup);
    if (!ready) return ready.error();

    const StopSignals stop_signals([&] {
        log.info("stopping");
        (*server)->stop();
    });
    const Housekeeping housekeeping(context);
    on_ready(*ready);
    (*server)->run(router);
    log.info("stopped");
    return {};
}

}  // namespace watchword::app
