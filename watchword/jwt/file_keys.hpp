#pragma once
/// Keys of a file, read again when it changes.

#include <watchword/base/clock.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jwt/key_source.hpp>

#include <filesystem>
#include <memory>

namespace watchword::jwt {

/// A JWK, a JWK Set, or PEM of one key. Looks whether the file changed at most once an interval, by time, size and
/// inode; a file that cannot be read or parsed leaves the keys as they were. To withdraw them all, write a set without
/// keys. Thread-safe: whoever first asks for a key when the interval is over reads the file, if it changed; nobody
/// waits for him.
class FileKeys final : public KeySource {
  public:
    struct Options {
        /// Zero or less: look at each use. Milliseconds::max(): never look again.
        Milliseconds check_interval{1000};
        /// For keys without `alg`; PEM of RSA keys takes `defaults.rsa`.
        jose::JwkDefaults defaults{};
    };
    /// Errors: unreadable_file, invalid_key. `clock` must outlive the source.
    static Result<std::unique_ptr<FileKeys>> open(const std::filesystem::path& path, const Clock& clock,
                                                  const Options& options);
    ~FileKeys() override;
    Result<jose::VerificationKey> find(const KeyQuery& query) const override;
    std::vector<jose::VerificationKey> candidates(const KeyQuery& query) const override;
    /// What the last reload said; empty if it went well.
    std::optional<Error> last_error() const;

  private:
    class Contents;
    explicit FileKeys(std::unique_ptr<Contents> contents) noexcept;
    std::unique_ptr<Contents> contents_;
};

}  // namespace watchword::jwt
