#pragma once
/// The rule of refresh token rotation (RFC 9700 section 4.14.2), pure, so that every store applies the same.

#include <watchword/auth/records/session.hpp>
#include <watchword/base/clock.hpp>
#include <watchword/base/crypto.hpp>

#include <cstdint>
#include <string>

namespace watchword::auth {

struct RotationRequest {
    crypto::Digest handle_hash{};
    crypto::Digest presented_hash{};  ///< of the secret in the token that was presented
    crypto::Digest successor_hash{};  ///< of the secret that is to replace it
    Bytes sealed_successor;           ///< that secret, sealed under the presented one
    std::string client_id;
    TimePoint now{};
    TimePoint idle_expires_at{};  ///< of the successor
    Seconds grace{10};
};

enum class RotationOutcome : std::uint8_t {
    rotated,   ///< it was the current token; the successor is current now
    replayed,  ///< it was the immediate predecessor, within the grace: the same successor is given again
    reused,    ///< anything older: somebody has a copy, the whole family ends
    unknown,   ///< no such family, another client's, or expired
};

struct Rotation {
    RotationOutcome outcome = RotationOutcome::unknown;
    /// As it stands after the call; empty members if unknown. When replayed, sealed_successor is the one to open.
    RefreshFamily family;
};

/// What the presented token is, before anything is changed. `family` is null if there is none of that handle.
/// Hashes are compared in constant time. A predecessor counts as replayed while now <= rotated_at + grace, provided the
/// sealed successor is still there.
RotationOutcome judge(const RefreshFamily* family, const RotationRequest& request) noexcept;

/// The family after a rotation.
RefreshFamily successor_of(const RefreshFamily& family, const RotationRequest& request);

}  // namespace watchword::auth
