#pragma once
/// The refresh token families in SQLite; every call runs in the transaction of the caller and throws Failure.

#include <watchword/auth/ports/rotation.hpp>
#include <watchword/storage/sqlite/connection.hpp>

#include <optional>

namespace watchword::storage::sqlite {

/// Error: internal, if another family has the same first eight bytes of its handle's hash (64 random bits).
Result<void> insert_family(Connection& connection, const auth::RefreshFamily& family);

/// With its sealed successor, if this is still there.
std::optional<auth::RefreshFamily> find_family(Connection& connection, const crypto::Digest& handle_hash);

/// SessionStore::rotate.
auth::Rotation rotate_family(Connection& connection, const auth::RotationRequest& request);

}  // namespace watchword::storage::sqlite
