#pragma once
/// Where `verify` finds keys.

#include <watchword/base/result.hpp>
#include <watchword/jose/keys.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// Names the key a token asks for; all of it is untrusted.
struct KeyQuery {
    jose::Algorithm algorithm;
    /// `kid` of the header; empty optional if it has none.
    std::optional<std::string_view> kid;
};

class KeySource {
  public:
    virtual ~KeySource() = default;
    /// The key with that algorithm and kid; without a kid, the only key of that algorithm. Errors: unknown_key,
    /// keys_unavailable (a remote source that could not be asked). Thread-safe.
    virtual Result<jose::VerificationKey> find(const KeyQuery& query) const = 0;
};

/// A fixed set of keys. No I/O.
class StaticKeys final : public KeySource {
  public:
    explicit StaticKeys(std::vector<jose::VerificationKey> keys);
    explicit StaticKeys(jose::VerificationKey key) : StaticKeys(std::vector{std::move(key)}) {}
    Result<jose::VerificationKey> find(const KeyQuery& query) const override;
    const std::vector<jose::VerificationKey>& keys() const noexcept { return keys_; }

  private:
    std::vector<jose::VerificationKey> keys_;
};

}  // namespace watchword::jwt
