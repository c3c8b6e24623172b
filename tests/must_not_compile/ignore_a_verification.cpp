// refused: unused-result|nodiscard|ignoring return
#include <watchword/jwt/verify.hpp>

using namespace watchword;

bool check(std::string_view token, const jwt::KeySource& keys, const jwt::Requirements& required, TimePoint now) {
#ifdef MUST_NOT_COMPILE
    jwt::verify(token, keys, required, now);
    return true;
#else
    return jwt::verify(token, keys, required, now).has_value();
#endif
}
