#pragma once
/// A private key for any algorithm, without the second that finding RSA primes takes.

#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include "pem_files.hpp"
#include "rfc_examples.hpp"

namespace watchword::jose {

inline bool is_rsa(Algorithm algorithm) {
    return name(algorithm).front() == 'R' || name(algorithm).front() == 'P';
}

/// RSA: the key of RFC 7515 appendix A.2; else a fresh one.
inline SigningKey sample_key(Algorithm algorithm, std::string_view kid = {}) {
    if (!is_rsa(algorithm)) return generate_signing_key(algorithm, std::string(kid)).value();
    std::string jwk(R"({"kid":)");
    json::append_quoted(jwk, kid);
    return import_signing_key(jwk.append(",").append(rfc::a2_key.substr(1)), {algorithm, {}}).value();
}

/// Another key than sample_key's.
inline SigningKey other_key(Algorithm algorithm) {
    if (!is_rsa(algorithm)) return generate_signing_key(algorithm).value();
    return import_signing_key_pem(algorithm, pem_files::rsa_private_pkcs1).value();
}

}  // namespace watchword::jose
