// refused: is private within this context
#include <watchword/jwt/claims.hpp>

using namespace watchword;

std::size_t names_in(jose::json::Document document) {
#ifdef MUST_NOT_COMPILE
    return jwt::Claims(std::move(document)).to_json().size();
#else
    return document.root().names().size();
#endif
}
