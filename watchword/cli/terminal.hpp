#pragma once
/// Asking a person, and reading what a script hands in.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

#include <string>

namespace watchword::cli {

/// Whether there is somebody to ask: standard input is a terminal.
bool has_terminal() noexcept;

enum class PasswordSource : std::uint8_t { terminal, standard_input };

/// A new password: asked for twice on the terminal without echo, or the whole of standard input without one trailing
/// newline. Errors: wrong_usage (no terminal; the two differ; nothing was entered; more than 4 KiB).
Result<SecretBytes> read_new_password(PasswordSource source);

/// All of standard input up to `limit` bytes, with one trailing newline ("\n" or "\r\n") stripped. Error: wrong_usage
/// if there is more, unreadable_file.
Result<SecretBytes> read_standard_input(std::size_t limit);

/// A whole file up to `limit` bytes. Errors: unreadable_file, too_large.
Result<SecretBytes> read_secret_file(const std::string& path, std::size_t limit);

enum class Confirmation : std::uint8_t { ask, given };

/// Asks for y on the terminal. Error: wrong_usage if the answer is another, or if nobody is there to ask and the
/// confirmation is not given (--yes).
Result<void> confirm(const std::string& question, Confirmation confirmation);

}  // namespace watchword::cli
