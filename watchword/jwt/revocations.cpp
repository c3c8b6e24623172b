#include <watchword/jwt/revocations.hpp>

namespace watchword::jwt {

bool RevokedIds::is_revoked(const Claims& claims) const noexcept {
    // A token without an id has an empty one here: no set may name it by that.
    return !claims.id().empty() && ids_.contains(claims.id());
}

}  // namespace watchword::jwt
