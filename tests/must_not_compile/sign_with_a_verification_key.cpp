// refused: has no member named .sign.
#include <watchword/jose/keys.hpp>

using namespace watchword;

#ifdef MUST_NOT_COMPILE
Bytes sign(const jose::VerificationKey& key, std::string_view text) {
#else
Bytes sign(const jose::SigningKey& key, std::string_view text) {
#endif
    return key.sign(text);
}
