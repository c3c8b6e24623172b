// refused: no match for .operator==.
#include <watchword/base/secret.hpp>

using namespace watchword;

bool same(const SecretBytes& secret, std::string_view text) {
#ifdef MUST_NOT_COMPILE
    return secret == text;
#else
    return constant_time_equal(secret.reveal(), as_bytes(text));
#endif
}
