#include <watchword/auth/sealed_keys.hpp>
#include <watchword/base/crypto.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>

#include <algorithm>
#include <stdexcept>

namespace watchword::auth {
namespace {

constexpr std::size_t master_key_size = 32;

/// The same JWK with a `kid` as its first member.
SecretBytes with_kid(const SecretBytes& jwk, const std::string& kid) {
    std::string head = R"({"kid":)";
    jose::json::append_quoted(head, kid);
    head += ',';
    const ByteView members = jwk.reveal().subspan(1);
    SecretBytes named(head.size() + members.size());
    std::ranges::copy(members, std::ranges::copy(as_bytes(head), named.writable().begin()).out);
    return named;
}

}  // namespace

KeySealer::KeySealer(const SecretBytes& master_key) {
    if (master_key.size() != master_key_size) throw std::invalid_argument("the master key must have 32 bytes");
    key_ = crypto::hkdf_sha256(master_key.reveal(), "watchword private signing keys", 32);
}

KeyRecord KeySealer::generate(jose::Algorithm algorithm, TimePoint now, TimePoint signs_from, Random& random) const {
    const jose::SigningKey anonymous = jose::generate_signing_key(algorithm).value();
    std::string kid = jose::thumbprint(anonymous.verification_key());
    const SecretBytes jwk = with_kid(jose::export_private_jwk_in_the_clear(anonymous), kid);
    const jose::SigningKey named = jose::import_signing_key(jwk.reveal_text()).value();
    return KeyRecord{.kid = kid,
                     .algorithm = std::string(jose::name(algorithm)),
                     .public_jwk = jose::export_public_jwk(named.verification_key()).value(),
                     .sealed_private_jwk = crypto::seal(key_.reveal(), jwk.reveal(), as_bytes(kid), random),
                     .created_at = now,
                     .signs_from = signs_from,
                     .signs_until = std::nullopt,
                     .published_until = std::nullopt};
}

Result<jose::SigningKey> KeySealer::open(const KeyRecord& record) const {
    const auto jwk = crypto::open(key_.reveal(), record.sealed_private_jwk, as_bytes(record.kid));
    if (!jwk) return Error(Error::wrong_master_key, "kid " + record.kid);
    auto key = jose::import_signing_key(jwk->reveal_text());
    if (!key) return key.error();
    if (key->kid() != record.kid || jose::name(key->algorithm()) != record.algorithm)
        return Error(Error::invalid_key, "record and sealed key differ, kid " + record.kid);
    return key;
}

}  // namespace watchword::auth
