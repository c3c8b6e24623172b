#pragma once
/// The headers of a JWS or JWE in any serialization, read only to configure the caller as the example's text does: the
/// RFCs show a key beside each token and say what it is for, without `alg` and often without `kid`.

#include <string>
#include <vector>

#include "../members.hpp"

namespace watchword::vectors {

/// What a signature, or a recipient, says of its key.
struct KeyHint {
    std::string algorithm;
    std::string kid;
};

/// One for each signature or recipient.
std::vector<KeyHint> key_hints(const Value& token);

/// The JWK under the kid that the token asks for, if it has none.
std::string under_kid(const Value& jwk, const std::string& kid);

/// Protected header, payload and signature as texts, one for each signature.
struct SignedPart {
    std::string protected_header;
    std::string payload;
    std::string signature;
};
std::vector<SignedPart> signed_parts(const Value& token);

/// The token with only one of its `name` ("signatures", "recipients").
std::string with_only(const Value& token, std::string_view name, std::size_t index);

}  // namespace watchword::vectors
