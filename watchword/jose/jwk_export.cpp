#include <watchword/base/crypto.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/jwk_text.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose {
namespace {

using detail::JwkText;

void add_purpose(JwkText& object, Algorithm algorithm, const std::string& kid) {
    object.add("alg", name(algorithm));
    object.add("use", "sig");
    if (!kid.empty()) object.add("kid", kid);
}

}  // namespace

Result<std::string> export_public_jwk(const VerificationKey& key) {
    if (is_symmetric(key.algorithm())) return Error{Error::key_not_usable, "an HMAC key has no public half"};
    JwkText object;
    object.add(key.material().public_members());
    add_purpose(object, key.algorithm(), key.kid());
    return std::string(object.close());
}

SecretBytes export_private_jwk_in_the_clear(const SigningKey& key) {
    JwkText object;
    object.add(key.material().public_members());
    object.add(key.material().private_members());
    add_purpose(object, key.algorithm(), key.kid());
    return SecretBytes(object.close());
}

Result<std::string> export_key_set(const std::vector<VerificationKey>& keys) {
    std::string set = R"({"keys":[)";
    for (const VerificationKey& key : keys) {
        const Result<std::string> jwk = export_public_jwk(key);
        if (!jwk) return jwk.error();
        if (set.back() != '[') set += ',';
        set += *jwk;
    }
    return set + "]}";
}

std::string thumbprint(const VerificationKey& key) {
    JwkText object;
    object.add(key.material().public_members());
    return encode_base64url(crypto::sha256(as_bytes(object.close())));
}

std::string thumbprint_uri(const VerificationKey& key) {
    std::string uri("urn:ietf:params:oauth:jwk-thumbprint:sha-256:");
    return uri += thumbprint(key);
}

std::string fingerprint(const VerificationKey& key) {
    if (!is_symmetric(key.algorithm())) return thumbprint(key);
    return static_cast<const detail::HmacMaterial&>(key.material()).fingerprint();
}

}  // namespace watchword::jose
