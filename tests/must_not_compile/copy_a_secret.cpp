// refused: use of deleted function .*SecretBytes\(const
#include <watchword/base/secret.hpp>

using namespace watchword;

SecretBytes second(const SecretBytes& secret) {
#ifdef MUST_NOT_COMPILE
    return secret;
#else
    return secret.copy();
#endif
}
