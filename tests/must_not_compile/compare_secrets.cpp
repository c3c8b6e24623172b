// refused: use of deleted function .*operator==
// A comparison that stops at the first difference tells an attacker where it is.
#include <watchword/base/secret.hpp>

using namespace watchword;

bool same(const SecretBytes& a, const SecretBytes& b) {
#ifdef MUST_NOT_COMPILE
    return a == b;
#else
    return constant_time_equal(a.reveal(), b.reveal());
#endif
}
