#pragma once
/// The key under which private keys rest: 32 bytes, kept apart from the database and never in a backup of it.

#include <watchword/base/random.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace watchword::app {

/// Looked at in this order; the first that is there counts, and if it is broken, nothing else is tried.
struct MasterKeySources {
    /// $WATCHWORD_MASTER_KEY: hex or base64url of 32 bytes.
    std::optional<SecretBytes> environment;
    /// $CREDENTIALS_DIRECTORY/master.key: what systemd's LoadCredential= hands over.
    std::filesystem::path credential;
    /// DATA/master.key, mode 0600.
    std::filesystem::path file;
    /// Keys that are sealed already need the old master key: none is made up then.
    enum class Sealed : std::uint8_t { nothing_yet, something } sealed = Sealed::nothing_yet;
};

/// The sources of this process for a data folder's file.
MasterKeySources master_key_sources(const std::filesystem::path& file, const std::filesystem::path& database);

/// Finds the master key; makes the file if there is none at all and nothing has been sealed. Two processes that start
/// at once agree on one key; the file is durable when the call returns.
/// Errors: invalid_key (not 32 bytes, hex or base64url), unreadable_file (also: others may read it, or it is missing
/// although something is sealed), unwritable_file, storage_full. Details name the source, never its content.
Result<SecretBytes> load_master_key(const MasterKeySources& sources, Random& random);

/// Hex (64 digits) or base64url (43 characters) of 32 bytes, with one trailing newline at most.
std::optional<SecretBytes> parse_master_key(std::string_view text);

}  // namespace watchword::app
