#pragma once
/// A compact token taken apart, without a look at its header.

#include <watchword/jose/base64url.hpp>

namespace watchword::jose {

struct Compact {
    std::string_view signing_input;
    Bytes signature;
};

inline Compact split(std::string_view token) {
    const std::size_t dot = token.rfind('.');
    return {token.substr(0, dot), decode_base64url(token.substr(dot + 1)).value()};
}

}  // namespace watchword::jose
