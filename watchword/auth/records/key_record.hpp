#pragma once
/// A key of the server at rest.

#include <watchword/base/bytes.hpp>
#include <watchword/base/clock.hpp>

#include <optional>
#include <string>

namespace watchword::auth {

/// Published from `created_at`, signs in [signs_from, signs_until), stays published until `published_until`.
struct KeyRecord {
    std::string kid;
    std::string algorithm;     ///< "ES256", "EdDSA", "RS256"
    std::string public_jwk;    ///< JSON
    Bytes sealed_private_jwk;  ///< under the master key, bound to the kid
    TimePoint created_at{};
    TimePoint signs_from{};
    std::optional<TimePoint> signs_until;
    std::optional<TimePoint> published_until;
};

}  // namespace watchword::auth
