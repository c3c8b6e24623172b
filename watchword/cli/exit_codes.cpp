#include <watchword/cli/exit_codes.hpp>

#include <algorithm>
#include <array>

namespace watchword::cli {
namespace {

struct Row {
    Error::Code code;
    int exit;
    std::string_view advice;
};

/// Whatever is not here is a refusal, and its sentence says enough.
constexpr std::array rows{
    Row{Error::wrong_usage, exit_usage, ""},
    Row{Error::invalid_configuration, exit_usage, "Correct it, then look with: watchword config check"},
    Row{Error::not_found, exit_not_found,
        "Look what there is with the command 'list', or name another folder with --data."},
    Row{Error::address_in_use, exit_busy, "Stop that program, or choose another port, e.g. --listen localhost:8081"},
    Row{Error::data_folder_busy, exit_busy,
        "Stop that server first, or give this one a folder of its own with --data."},
    Row{Error::storage_locked, exit_busy, "Try again in a moment."},
    Row{Error::overloaded, exit_busy, "Try again in a moment."},
    Row{Error::rate_limited, exit_busy, ""},
    Row{Error::storage_unavailable, exit_surroundings, ""},
    Row{Error::storage_full, exit_surroundings, ""},
    Row{Error::storage_corrupt, exit_surroundings, "Put a backup in its place: watchword db backup makes them."},
    Row{Error::storage_newer, exit_surroundings, ""},
    Row{Error::unreadable_file, exit_surroundings, "Check that the file exists and that this user may read it."},
    Row{Error::unwritable_file, exit_surroundings,
        "Check that the folder exists, that this user may write to it, and that the file is not there yet."},
    Row{Error::wrong_master_key, exit_surroundings,
        "Put back the master key that belongs to this data: DATA/master.key, WATCHWORD_MASTER_KEY or the systemd "
        "credential."},
    Row{Error::keys_unavailable, exit_surroundings, "Check the address and that the server answers."},
    Row{Error::internal, exit_surroundings, ""},
    Row{Error::weak_secret, exit_refused, ""},
    Row{Error::weak_key, exit_refused, "Make a strong secret with: watchword secret"},
    Row{Error::name_taken, exit_refused, "Choose another name."},
    Row{Error::algorithm_not_allowed, exit_refused, "If you expect that algorithm, allow it with --algorithm."},
    Row{Error::expired, exit_refused, "If the clocks differ, allow some seconds with --leeway."},
    Row{Error::not_yet_valid, exit_refused, "If the clocks differ, allow some seconds with --leeway."},
    Row{Error::password_too_common, exit_refused, ""},
};

const Row* find(const Error& error) noexcept {
    const auto found = std::ranges::find(rows, error.code(), &Row::code);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

int exit_code(const Error& error) noexcept {
    const Row* row = find(error);
    return row == nullptr ? exit_refused : row->exit;
}

std::string_view advice(const Error& error) noexcept {
    const Row* row = find(error);
    return row == nullptr ? std::string_view() : row->advice;
}

}  // namespace watchword::cli
