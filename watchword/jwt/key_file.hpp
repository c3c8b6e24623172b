#pragma once
/// Reading a file of keys. Internal to jwt.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/jwk.hpp>

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include <sys/stat.h>

namespace watchword::jwt {

/// What tells one state of a file from another without reading it.
struct FileStamp {
    std::int64_t changed_seconds = 0;
    std::int64_t changed_nanoseconds = 0;
    std::int64_t size = -1;
    ino_t inode = 0;
    dev_t device = 0;

    /// Size -1 if there is no such file.
    static FileStamp of(const std::filesystem::path& path) noexcept;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

struct KeyFile {
    SecretBytes text;
    /// Of the very file that was read, before the first byte was.
    FileStamp stamp;
};

/// Reads a regular file of at most 1 MiB. Error: unreadable_file.
Result<KeyFile> read_key_file(const std::filesystem::path& path);

/// A JWK, a JWK Set, or PEM of one key. Errors: those of the imports in jwk.hpp and pem.hpp.
Result<std::vector<jose::VerificationKey>> parse_keys(std::string_view text, const jose::JwkDefaults& defaults);

}  // namespace watchword::jwt
