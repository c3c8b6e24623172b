#pragma once
/// The server from start to end.

#include <watchword/app/configuration.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace watchword::app {

/// What people want to know once it runs.
struct Ready {
    std::string url;             ///< to open in a browser on this machine
    std::filesystem::path data;  ///< absolute
    /// Where the first user is made; empty if there are users.
    std::string setup_link;
    std::string sign_in_link;
};

/// Serves until SIGTERM, SIGINT or SIGHUP, then drains. `on_ready` is called once, when requests are answered.
/// Errors: data_folder_busy, address_in_use, those of http::Server::create and of Wiring::open.
Result<void> serve(const Configuration& configuration, const std::vector<Finding>& notes,
                   const std::function<void(const Ready&)>& on_ready);

}  // namespace watchword::app
