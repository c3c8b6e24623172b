// refused: AllowList|private within this context
#include <watchword/jose/jwe.hpp>

using namespace watchword;

Result<jose::DecryptedJwe> open(std::string_view jwe, const std::vector<jose::DecryptionKey>& keys) {
#ifdef MUST_NOT_COMPILE
    return jose::decrypt_jwe(jwe, keys, {});
#else
    return jose::decrypt_jwe(jwe, keys, {.algorithms = {jose::KeyManagement::ECDH_ES}});
#endif
}
