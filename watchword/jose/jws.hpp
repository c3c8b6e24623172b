#pragma once
/// JSON Web Signatures (RFC 7515) in every serialization: compact, flattened and general JSON, detached (appendix F)
/// and with an unencoded payload (RFC 7797). For JWTs see jwt/verify.hpp, which takes the compact serialization only.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/algorithms.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/keys.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose {

/// What a caller accepts. No algorithm is accepted unless it is named.
struct JwsRequirements {
    AlgorithmSet algorithms;
    /// Of a general JWS with several signatures: whether one genuine signature of a trusted key is enough, or all must
    /// be genuine and of trusted keys. Neither says that nobody took a signature away: whoever needs a certain signer
    /// verifies with the key of that signer alone.
    enum class Signatures : std::uint8_t { any, all };
    Signatures signatures = Signatures::any;
    /// Larger texts are refused unread.
    std::size_t max_bytes = 1024 * 1024;
    /// A general JWS with more signatures is refused before one of them is checked: each costs as much as a token.
    std::size_t max_signatures = 16;
};

/// What was signed, by a signature that is genuine.
struct VerifiedJws {
    Bytes payload;
    Algorithm algorithm;
    /// `kid` of the header, protected or not; empty if it has none.
    std::string kid;
    /// The protected header; `{}` if the JWS has only an unprotected one.
    json::Document header;
};

/// Verifies a compact JWS (RFC 7515 section 5.2). The key is the one of `keys` with the algorithm and the kid of the
/// header, else the only one of that algorithm that has no kid; for a header without a kid, the only one of that
/// algorithm. `jku`, `jwk`, `x5u` and `x5c` are never used (RFC 8725 section 3.10). `crit` may name `b64` and nothing
/// else: unsupported_critical; it must where `b64` is false: malformed. Errors: too_large, malformed,
/// algorithm_not_allowed, unsupported_critical, unknown_key, bad_signature.
Result<VerifiedJws> verify_jws(std::string_view compact, const std::vector<VerificationKey>& keys,
                               const JwsRequirements& required);

/// Verifies a JWS in the JSON serialization, flattened or general (RFC 7515 section 7.2). Protected and unprotected
/// header have no member in common; `crit` and `b64` are refused where they are not protected. Of several signatures,
/// those with an algorithm, a `crit` or a key that is not accepted do no harm unless all are wanted, but each must be
/// well-formed, and all agree on `b64`. Errors as above; if none is genuine, rather bad_signature than another.
Result<VerifiedJws> verify_jws_json(std::string_view text, const std::vector<VerificationKey>& keys,
                                    const JwsRequirements& required);

/// Verifies a JWS, compact or JSON, that does not carry its payload (RFC 7515 appendix F, RFC 7797). The result's
/// `payload` is a copy of the one handed in. Error besides those above: malformed if the JWS carries a payload.
Result<VerifiedJws> verify_detached_jws(std::string_view jws, ByteView payload,
                                        const std::vector<VerificationKey>& keys, const JwsRequirements& required);

/// How the payload is signed: as base64url, or as it stands with `b64` false and critical (RFC 7797).
enum class PayloadEncoding : std::uint8_t { base64url, unencoded };

/// Header members besides `alg` and `kid`, which come from the key.
struct JwsHeader {
    std::string type{};
    std::string content_type{};
    /// More members as one JSON object, e.g. {"iss":"me"}; must not repeat those above, nor "crit" or "b64".
    std::string more_json{};
};

/// Signs into the compact serialization (RFC 7515 section 5.1). Errors: malformed (`more_json` is no object or repeats
/// a name, or text is not UTF-8), too_large (the header would have more than 64 KiB).
Result<std::string> sign_jws(ByteView payload, const SigningKey& key, const JwsHeader& header = {});

/// Signs into a compact JWS without its payload. Errors as above.
Result<std::string> sign_detached_jws(ByteView payload, const SigningKey& key, const JwsHeader& header = {},
                                      PayloadEncoding encoding = PayloadEncoding::base64url);

/// Who signs, and what the unprotected header says besides (one JSON object, or empty): no name of the protected one,
/// and neither "crit" nor "b64".
struct JwsSigner {
    SigningKey key;
    JwsHeader header{};
    std::string unprotected_json{};
};

/// Signs into the flattened JSON serialization (RFC 7515 section 7.2.2). With `unencoded` the payload must be UTF-8:
/// malformed if it is not. Errors besides: those of sign_jws, for both headers.
Result<std::string> sign_jws_flattened(ByteView payload, const JwsSigner& signer,
                                       PayloadEncoding encoding = PayloadEncoding::base64url);

/// Signs into the general JSON serialization (RFC 7515 section 7.2.1), one signature a signer; at least one, or it is
/// malformed. Errors besides: those of sign_jws, for both headers.
Result<std::string> sign_jws_general(ByteView payload, const std::vector<JwsSigner>& signers);

}  // namespace watchword::jose
