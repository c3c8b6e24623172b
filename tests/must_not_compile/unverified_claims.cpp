// refused: invalid initialization|cannot convert|could not convert
// What nobody verified is another type than what `verify` gives.
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/verify.hpp>

using namespace watchword;

bool may_read(const jwt::Claims& claims);

bool decide(std::string_view token, const jwt::KeySource& keys, const jwt::Requirements& required, TimePoint now) {
#ifdef MUST_NOT_COMPILE
    const auto looked_at = jwt::decode_unverified(token);
    return looked_at && may_read(looked_at->claims);
#else
    const auto claims = jwt::verify(token, keys, required, now);
    return claims && may_read(*claims);
#endif
}
