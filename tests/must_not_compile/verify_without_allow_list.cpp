// refused: algorithms|AllowList
// RFC 8725 section 3.1: whoever verifies says which algorithms are accepted.
#include <watchword/jwt/verify.hpp>

using namespace watchword;

Result<jwt::Claims> check(std::string_view token, const jwt::KeySource& keys, TimePoint now) {
    const jwt::Requirements required{.issuer = jwt::Issuer("https://issuer.example"),
                                     .audience = jwt::Audience("https://api.example"),
#ifndef MUST_NOT_COMPILE
                                     .algorithms = {jose::Algorithm::ES256},
#endif
                                     .type = jwt::Type::access_token()};
    return jwt::verify(token, keys, required, now);
}
