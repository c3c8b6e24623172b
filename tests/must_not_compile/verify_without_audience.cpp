// refused: Audience
// RFC 8725 section 3.9: no audience is a decision (`Audience::any()`), not an omission.
#include <watchword/jwt/verify.hpp>

using namespace watchword;

Result<jwt::Claims> check(std::string_view token, const jwt::KeySource& keys, TimePoint now) {
    const jwt::Requirements required{.issuer = jwt::Issuer("https://issuer.example"),
#ifndef MUST_NOT_COMPILE
                                     .audience = jwt::Audience::any(),
#endif
                                     .algorithms = {jose::Algorithm::ES256},
                                     .type = jwt::Type::access_token()};
    return jwt::verify(token, keys, required, now);
}
