#pragma once
/// One case of the attack corpus (schema watchword-attack-v1), and what its verifier was given.

#include <watchword/base/clock.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "../keys.hpp"
#include "../members.hpp"
#include "../verdict.hpp"

namespace watchword::vectors {

/// The keys beside an attack file, by kid.
class AttackKeys {
  public:
    /// Throws NotOfSchema.
    explicit AttackKeys(const std::filesystem::path& path);
    Value get(const std::string& kid) const;

  private:
    jose::json::Document document_;
};

struct AttackCase {
    const Value& json;
    const AttackKeys& keys;

    Value input() const { return get(json, "input"); }
    Value verifier() const { return get(json, "verifier"); }
    Value expect() const { return get(json, "expect"); }
    TimePoint now() const;
};

/// `token`, or what `token_recipe` builds.
std::string token_of(const AttackCase& attack);

/// The keys of the verifier that verify signatures; the others are left out. Throws NotOfSchema if none of a non-empty
/// list can be used.
std::vector<jose::VerificationKey> verification_keys(const AttackCase& attack);
std::vector<jose::VerificationKey> verification_keys(const AttackCase& attack, const std::vector<std::string>& kids);
/// The keys of the verifier that decrypt, one for each algorithm that is allowed and fits.
std::vector<jose::DecryptionKey> decryption_keys(const AttackCase& attack);

/// What the caller allows. Null means that the caller gave only the keys: what these are bound to is allowed.
jose::AlgorithmSet allowed_signatures(const AttackCase& attack);
jose::KeyManagementSet allowed_encryptions(const AttackCase& attack);

// One function a kind.
Verdict jwt_validate(const AttackCase& attack);
Verdict jws_verify(const AttackCase& attack);
Verdict jws_verify_detached(const AttackCase& attack);
Verdict jwe_decrypt(const AttackCase& attack);
Verdict jwk_import(const AttackCase& attack);
Verdict jwks_import(const AttackCase& attack);
Verdict dpop_verify(const AttackCase& attack);

}  // namespace watchword::vectors
