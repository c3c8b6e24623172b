#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/jws.hpp>

#include <algorithm>

#include "attack_case.hpp"

namespace watchword::vectors {
namespace {

Verdict verdict_of(const Result<jose::VerifiedJws>& jws) {
    return jws ? accepted(jws->payload) : refused(jws.error());
}

jose::JwsRequirements signatures_of(const AttackCase& attack) {
    return {.algorithms = allowed_signatures(attack)};
}

std::string first_allowed(const AttackCase& attack, bool symmetric) {
    for (const std::string& name : find(attack.verifier(), "allowed_algs") ? texts(attack.verifier(), "allowed_algs")
                                                                           : std::vector<std::string>{})
        if (const auto algorithm = jose::find_algorithm(name); algorithm && jose::is_symmetric(*algorithm) == symmetric)
            return name;
    // The caller says what a key without `alg` is for, so that only a flaw of the key can refuse it.
    return symmetric ? "HS256" : "RS256";
}

/// The key for its purpose: for encryption if it says so, else for signatures.
Verdict import_one(const Value& jwk, const std::string& algorithm) {
    const auto use = jwk.find("use");
    if (use && use->string().value_or("") == "enc") {
        const auto key = jose::import_encryption_key(jwk.to_json(), jose::KeyManagement::ECDH_ES);
        return key ? accepted() : refused(key.error());
    }
    const auto key = verification_key(jwk.to_json(), algorithm);
    return key ? accepted() : refused(key.error());
}

}  // namespace

Verdict jws_verify(const AttackCase& attack) {
    const auto keys = verification_keys(attack);
    if (const auto json = find(attack.input(), "token_json"))
        return verdict_of(jose::verify_jws_json(text_or_json(*json), keys, signatures_of(attack)));
    return verdict_of(jose::verify_jws(token_of(attack), keys, signatures_of(attack)));
}

Verdict jws_verify_detached(const AttackCase& attack) {
    const auto json = find(attack.input(), "token_json");
    return verdict_of(jose::verify_detached_jws(json ? text_or_json(*json) : token_of(attack),
                                                octets(attack.input(), "detached_payload_b64u"),
                                                verification_keys(attack), signatures_of(attack)));
}

Verdict jwe_decrypt(const AttackCase& attack) {
    // Compression stays off unless a caller asks for it; a bomb must not go off even then.
    jose::JweRequirements required{.algorithms = allowed_encryptions(attack),
                                   .max_inflated_bytes = std::size_t{256} * 1024};
    const auto keys = decryption_keys(attack);
    const auto json = find(attack.input(), "token_json");
    const Result<jose::DecryptedJwe> opened = json ? jose::decrypt_jwe_json(text_or_json(*json), keys, required)
                                                   : jose::decrypt_jwe(token_of(attack), keys, required);
    if (opened) return accepted(opened->plaintext.reveal());
    required.max_inflated_bytes.reset();
    const bool opens_without = json ? jose::decrypt_jwe_json(text_or_json(*json), keys, required).has_value()
                                    : jose::decrypt_jwe(token_of(attack), keys, required).has_value();
    if (opens_without) throw std::runtime_error("refused with compression allowed, but accepted without");
    return refused(opened.error());
}

Verdict jwk_import(const AttackCase& attack) {
    const Value jwk = get(attack.input(), "jwk");
    const auto type = jwk.find("kty");
    const std::string algorithm = first_allowed(attack, type && type->string().value_or("") == "oct");
    const Verdict imported = import_one(jwk, algorithm);
    if (!imported.accepted() || !find(attack.input(), "token")) return imported;
    const Result<jose::VerificationKey> key = verification_key(jwk.to_json(), algorithm);
    return key ? verdict_of(jose::verify_jws(token_of(attack), {*key}, signatures_of(attack))) : refused(key.error());
}

Verdict jwks_import(const AttackCase& attack) {
    const Result<std::vector<jose::VerificationKey>> keys = jose::import_key_set(get(attack.input(), "jwks").to_json());
    if (!keys) return refused(keys.error());
    std::vector<std::string> kids;
    for (const jose::VerificationKey& key : *keys)
        kids.push_back(key.kid());
    if (find(attack.expect(), "usable_kids") && kids != texts(attack.expect(), "usable_kids"))
        throw std::runtime_error("other keys of the set are usable than those of usable_kids");
    return accepted();
}

}  // namespace watchword::vectors
