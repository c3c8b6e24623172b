#pragma once
/// Where `verify` finds keys.

#include <watchword/base/result.hpp>
#include <watchword/jose/keys.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// Names the key a token asks for; all of it is untrusted.
struct KeyQuery {
    jose::Algorithm algorithm;
    /// `kid` of the header; empty optional if it has none.
    std::optional<std::string_view> kid;
};

/// Whatever knows keys: a fixed set, a file, a URL, or a class of your own. Decides by algorithm and kid only.
class KeySource {
  public:
    virtual ~KeySource() = default;
    /// The key with that algorithm and kid, else the only one of that algorithm that has no kid; for a token without a
    /// kid, the only key of that algorithm. Errors: unknown_key, keys_unavailable (a remote source that could not be
    /// asked). Thread-safe.
    virtual Result<jose::VerificationKey> find(const KeyQuery& query) const = 0;
    /// The serial of the key that `find` gives now (jose::VerificationKey::serial), for whoever knows already what that
    /// key verifies. Worth overriding where handing out the key costs more than finding it. Errors: those of `find`.
    /// Thread-safe.
    virtual Result<std::uint64_t> find_serial(const KeyQuery& query) const;
    /// What is held at this moment for that algorithm, whatever the kid: for people who compare keys, never for
    /// decisions. Fetches nothing. Thread-safe. None where a source does not tell.
    virtual std::vector<jose::VerificationKey> candidates(const KeyQuery& query) const;
};

/// A fixed set of keys. No I/O.
class StaticKeys final : public KeySource {
  public:
    explicit StaticKeys(const std::vector<jose::VerificationKey>& keys);
    explicit StaticKeys(jose::VerificationKey key) : StaticKeys(std::vector{std::move(key)}) {}
    Result<jose::VerificationKey> find(const KeyQuery& query) const override;
    Result<std::uint64_t> find_serial(const KeyQuery& query) const override;
    std::vector<jose::VerificationKey> candidates(const KeyQuery& query) const override;
    const std::vector<jose::VerificationKey>& keys() const noexcept { return copies_.front(); }

  private:
    /// What a key is chosen by, and its serial: read often, so it lies together.
    class Label {
      public:
        explicit Label(const jose::VerificationKey& key)
            : kid_(key.kid()), serial_(key.serial()), algorithm_(key.algorithm()) {}
        jose::Algorithm algorithm() const noexcept { return algorithm_; }
        const std::string& kid() const noexcept { return kid_; }
        std::uint64_t serial() const noexcept { return serial_; }

      private:
        std::string kid_;
        std::uint64_t serial_;
        jose::Algorithm algorithm_;
    };
    const Label* choose(const KeyQuery& query) const noexcept;

    std::vector<Label> labels_;
    /// The keys several times over, in the order of the labels, each time counted apart: threads take different ones,
    /// so that handing out a key does not make them contend for its counter.
    std::vector<std::vector<jose::VerificationKey>> copies_;
};

}  // namespace watchword::jwt
