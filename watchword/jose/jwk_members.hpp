#pragma once
/// Reading the members of one JWK (RFC 7517 section 4, RFC 7518 section 6). Internal to jose.

#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/jose/json.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace watchword::jose::detail {

/// Error: invalid_key, with the member as detail.
Result<std::string_view> required_text(const json::Value& jwk, std::string_view name);
/// Empty text if there is no such member.
Result<std::string_view> optional_text(const json::Value& jwk, std::string_view name);

/// What `use` and `key_ops` must allow, e.g. {"sig", "verify"}.
struct KeyUse {
    std::string_view use;
    std::string_view operation;
    /// A second name for the same thing: deriveKey and deriveBits, unwrapKey and decrypt. Empty if there is none.
    std::string_view other_operation{};
};

/// Empty if the JWK allows it. Errors: key_not_usable, invalid_key.
std::optional<Error> refuse_use(const json::Value& jwk, const KeyUse& wanted);

/// Reads the base64url numbers of one JWK and keeps the first error, so that the callers read as lists.
class KeyNumbers {
  public:
    explicit KeyNumbers(const json::Value& jwk) : jwk_(jwk) {}

    SecretBytes any(std::string_view name);
    // RFC 7518 section 2: Base64urlUInt has "the minimum number of octets".
    SecretBytes minimal(std::string_view name);
    // RFC 7518 section 6.2.1.2: "The length of this octet string MUST be the full size of a coordinate".
    SecretBytes exactly(std::string_view name, std::size_t size);
    bool has(std::string_view name) const { return jwk_.find(name).has_value(); }
    const std::optional<Error>& error() const noexcept { return error_; }

  private:
    SecretBytes fail(Error error);
    json::Value jwk_;
    std::optional<Error> error_;
};

}  // namespace watchword::jose::detail
