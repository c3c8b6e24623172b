#pragma once
/// One function a `kind` of the RFC vectors (schema watchword-vectors-v1).

#include <string>

#include "../members.hpp"
#include "../verdict.hpp"

namespace watchword::vectors {

/// Thrown by a kind that cannot judge a vector; what it says completes "skipped because it ...".
class Unjudged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What comes out differs from what the vector says.
class Mismatch : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws Mismatch, with `what` and both values.
void expect_equal(std::string_view what, std::string_view expected, std::string_view came);
void expect_bytes(std::string_view what, ByteView expected, ByteView came);
/// The object `came` must have the members of `expect.<name>`, if the vector has such an object.
void expect_object(const Value& vector, std::string_view name, const Value& came);

// Each says whether the vector was accepted, and throws if it was accepted with another outcome than the vector's.
Verdict jws_verify(const Value& vector);
Verdict jws_verify_detached(const Value& vector);
Verdict jwe_decrypt(const Value& vector);
Verdict jwt_validate(const Value& vector);
Verdict jwt_nested(const Value& vector);
Verdict jwt_parse(const Value& vector);
Verdict jwks_parse(const Value& vector);
Verdict jwk_thumbprint(const Value& vector);
Verdict jwk_thumbprint_uri(const Value& vector);
Verdict ecdh_es_derive(const Value& vector);
Verdict ecdh_es_z(const Value& vector);
Verdict aead(const Value& vector);
Verdict base64url(const Value& vector);
Verdict dpop_verify(const Value& vector);
Verdict pkce_check(const Value& vector);
Verdict http_example(const Value& vector);

}  // namespace watchword::vectors
