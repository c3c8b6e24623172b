// refused: AllowList|private within this context
#include <watchword/jose/jws.hpp>

using namespace watchword;

Result<jose::VerifiedJws> check(std::string_view jws, const std::vector<jose::VerificationKey>& keys) {
#ifdef MUST_NOT_COMPILE
    return jose::verify_jws(jws, keys, {});
#else
    return jose::verify_jws(jws, keys, {.algorithms = {jose::Algorithm::ES256}});
#endif
}
