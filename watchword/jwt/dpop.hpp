#pragma once
/// DPoP proofs: that who presents a token holds the key it is bound to (RFC 9449).

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/jose/algorithms.hpp>
#include <watchword/jose/keys.hpp>
#include <watchword/jwt/claims.hpp>
#include <watchword/jwt/replay_memory.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jwt {

/// What a proof must be about: the request it came with.
struct DpopRequirements {
    /// Symmetric algorithms are refused, even if they are in the list.
    jose::AlgorithmSet algorithms = jose::all_asymmetric();
    /// `htm`, e.g. "GET".
    std::string method;
    /// The URL of the request as the client sees it; compared without query and fragment (RFC 9449 section 4.3 check
    /// 9), after the normalisation of RFC 3986 sections 6.2.2 and 6.2.3.
    std::string url;
    /// At a resource server: the access token that came along, whose hash `ath` must be.
    std::optional<std::string> access_token{};
    /// The thumbprint that the proof must be of: at a resource server the one the access token is bound to (`cnf.jkt`).
    /// With an access token it must be given, for without it a thief's proof by a key of his own would do.
    std::optional<std::string> key_thumbprint{};
    /// The nonces this server has handed out and still accepts: the newest, and the one before for proofs on their way.
    /// If there are any, the proof must carry one of them.
    std::vector<std::string> nonces{};
    /// How far `iat` may lie in the past, and in the future. Never negative, at most 10 minutes.
    Seconds max_age{60};
    Seconds leeway{5};
    std::size_t max_bytes = 8 * 1024;
};

/// A proof that holds, and the key it proves.
struct DpopProof {
    Claims claims;
    jose::VerificationKey key;
    /// RFC 7638 thumbprint of the key: what an access token is bound to.
    std::string key_thumbprint;
};

/// Verifies one proof, the value of the one DPoP header (RFC 9449 section 4.3). Pure but for `seen`, which learns of
/// proofs only that are right otherwise. Where `key_thumbprint` is not given, anybody can make such proofs and fill a
/// bounded memory with them: authenticate the client first, or limit the rate.
/// Errors, in the order of the checks: too_large, malformed, wrong_type, algorithm_not_allowed, unsupported_critical,
/// those of jose::import_verification_key for `jwk` (invalid_key also if it is missing, private, symmetric, RSA
/// above 4096 bits, or for another algorithm), bad_signature, missing_claim and invalid_claim (jti, htm, htu, iat,
/// nonce, ath: the detail says which), too_old, issued_in_future, expired and not_yet_valid (a proof may carry exp and
/// nbf), unknown_key (not the key that the access token is bound to, or none is named), replayed.
Result<DpopProof> verify_dpop_proof(std::string_view proof, const DpopRequirements& required, ReplayMemory& seen,
                                    TimePoint now);

}  // namespace watchword::jwt
