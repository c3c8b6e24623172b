#pragma once
/// An application that asks for tokens (RFC 6749 section 2).

#include <watchword/base/clock.hpp>
#include <watchword/base/crypto.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchword::auth {

/// May the client tell from which address its end user came? Then limits fall on the user, not on the client.
enum class EndUserAddress : std::uint8_t { ignored, believed };

struct Client {
    std::string id;
    std::optional<crypto::Digest> secret_hash;  ///< SHA-256 of the generated secret; empty: a public client
    std::vector<std::string> grants;            ///< "password", "refresh_token", "client_credentials"
    std::vector<std::string> scopes;            ///< what it may ask for
    std::vector<std::string> resources;         ///< audiences it may ask for (RFC 8707); empty: the default one only
    EndUserAddress end_user_address = EndUserAddress::ignored;
    TimePoint created_at{};
};

}  // namespace watchword::auth
