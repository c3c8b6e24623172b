// refused: could not convert|no matching function|cannot convert
// A private key is not handed to who only verifies.
#include <watchword/jwt/key_source.hpp>

using namespace watchword;

jwt::StaticKeys keys_of(const jose::SigningKey& key) {
#ifdef MUST_NOT_COMPILE
    return jwt::StaticKeys(key);
#else
    return jwt::StaticKeys(key.verification_key());
#endif
}
