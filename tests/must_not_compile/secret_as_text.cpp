// refused: could not convert|conversion from
#include <watchword/base/secret.hpp>

#include <string_view>

using namespace watchword;

std::string_view text(const SecretBytes& secret) {
#ifdef MUST_NOT_COMPILE
    return secret;
#else
    return secret.reveal_text();
#endif
}
