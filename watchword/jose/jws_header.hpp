#pragma once
/// The JOSE header of one signature (RFC 7515 section 4), protected and unprotected members together. All of it is
/// untrusted; `jku`, `jwk`, `x5u` and `x5c` are not even read (RFC 8725 section 3.10).

#include <watchword/base/result.hpp>
#include <watchword/jose/algorithms.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jws.hpp>

#include <optional>
#include <string_view>

namespace watchword::jose::detail {

struct JwsHeaderFields {
    /// `{}` if there is no protected header.
    json::Document protected_members;
    /// Empty for a name that is no signature algorithm here, such as "none".
    std::optional<Algorithm> algorithm;
    /// Lives as long as the protected members and the document of the unprotected ones.
    std::optional<std::string_view> kid;
    PayloadEncoding encoding;
    /// False if `crit` breaks a rule of RFC 7515 section 4.1.11, such as naming an extension that is not known here, or
    /// if `crit` or `b64` is not protected.
    bool critical_understood;
};

/// Reads the header whose protected members are the base64url text `segment`, whose unprotected ones are an object; one
/// of the two may be missing. Errors: too_large, malformed (not base64url of one JSON object; a name in both; `alg`
/// missing; `alg`, `kid` or `typ` not a string; `b64` not as RFC 7797 wants it).
Result<JwsHeaderFields> read_jws_header(std::optional<std::string_view> segment,
                                        std::optional<json::Value> unprotected);

}  // namespace watchword::jose::detail
