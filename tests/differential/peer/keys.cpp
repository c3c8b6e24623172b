#include "keys.hpp"

#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

#include <unordered_map>

#include "commands.hpp"

namespace watchword::differential {
namespace {

template <class Key>
using Import = Result<Key> (*)(const std::string& jwk);

template <class Key>
Result<Key> remembered(const std::string& jwk, Import<Key> import) {
    static std::unordered_map<std::string, Key> known;
    if (const auto found = known.find(jwk); found != known.end()) return found->second;
    Result<Key> key = import(jwk);
    if (key) known.emplace(jwk, *key);
    return key;
}

template <class Key>
Result<std::vector<Key>> keys_of(const Command& command, Import<Key> import) {
    std::vector<Key> keys;
    for (const std::string& jwk : command.jsons("keys")) {
        Result<Key> key = remembered(jwk, import);
        if (!key) return key.error();
        keys.push_back(*std::move(key));
    }
    return keys;
}

jose::Algorithm algorithm_of(const Command& command) {
    const auto algorithm = jose::find_algorithm(command.text("alg"));
    if (!algorithm) throw BadCommand("no signature algorithm");
    return *algorithm;
}

Answer generate_for_encryption(const Command& command, jose::KeyManagement algorithm) {
    SystemRandom random;
    const std::string_view curve = command.text_or_empty("crv");
    const auto key = jose::generate_decryption_key(algorithm, random, curve.empty() ? "P-256" : curve);
    if (!key) return Answer::refusal(key.error());
    return Answer().json("private", export_private_jwk_in_the_clear(*key).reveal_text());
}

Answer describe_decryption_key(const Command& command) {
    const auto key = jose::import_decryption_key(command.json("key"));
    if (!key) return Answer::refusal(key.error());
    Answer answer;
    answer.text("thumbprint", jose::thumbprint(key->encryption_key()));
    answer.json("private", jose::export_private_jwk_in_the_clear(*key).reveal_text());
    if (const auto public_jwk = jose::export_public_jwk(key->encryption_key())) answer.json("public", *public_jwk);
    return answer;
}

Answer read_encryption_pem(const Command& command, jose::KeyManagement algorithm) {
    const std::string_view pem = command.text("pem");
    if (const auto key = jose::import_decryption_key_pem(algorithm, pem))
        return Answer().json("jwk", jose::export_private_jwk_in_the_clear(*key).reveal_text());
    const auto key = jose::import_encryption_key_pem(algorithm, pem);
    if (!key) return Answer::refusal(key.error());
    return Answer().json("jwk", jose::export_public_jwk(*key).value());
}

Answer pem_of(Answer answer, const jose::SigningKey& key) {
    const auto public_pem = jose::export_public_pem(key.verification_key());
    const auto private_pem = jose::export_private_pem_in_the_clear(key);
    if (public_pem) answer.text("public_pem", *public_pem);
    if (private_pem) answer.text("private_pem", private_pem->reveal_text());
    return answer;
}

}  // namespace

Result<jose::SigningKey> signing_key(const std::string& jwk) {
    return remembered<jose::SigningKey>(jwk, [](const std::string& text) { return jose::import_signing_key(text); });
}

Result<std::vector<jose::VerificationKey>> verification_keys(const Command& command) {
    return keys_of<jose::VerificationKey>(command,
                                          [](const std::string& text) { return jose::import_verification_key(text); });
}

Result<std::vector<jose::EncryptionKey>> encryption_keys(const Command& command) {
    return keys_of<jose::EncryptionKey>(command,
                                        [](const std::string& text) { return jose::import_encryption_key(text); });
}

Result<std::vector<jose::DecryptionKey>> decryption_keys(const Command& command) {
    return keys_of<jose::DecryptionKey>(command,
                                        [](const std::string& text) { return jose::import_decryption_key(text); });
}

jose::AlgorithmSet signature_algorithms(const Command& command) {
    auto algorithms = jose::AlgorithmSet::none();
    for (const std::string& name : command.texts("algorithms"))
        if (const auto algorithm = jose::find_algorithm(name)) algorithms.insert(*algorithm);
    return algorithms;
}

Answer generate_key(const Command& command) {
    if (const auto management = jose::find_key_management(command.text("alg")))
        return generate_for_encryption(command, *management);
    const jose::Algorithm algorithm = algorithm_of(command);
    if (jose::is_symmetric(algorithm)) {
        SystemRandom random;
        const auto key = jose::HmacKey::generate(algorithm, random).signing_key();
        return Answer().json("private", jose::export_private_jwk_in_the_clear(key).reveal_text());
    }
    const auto key = jose::generate_signing_key(algorithm);
    if (!key) return Answer::refusal(key.error());
    return Answer().json("private", jose::export_private_jwk_in_the_clear(*key).reveal_text());
}

Answer describe_key(const Command& command) {
    const auto jwk = command.find("key");
    const auto name = jwk ? jwk->find("alg") : std::nullopt;
    if (name && jose::find_key_management(name->string().value_or(""))) return describe_decryption_key(command);
    const auto key = signing_key(command.json("key"));
    if (!key) return Answer::refusal(key.error());
    Answer answer;
    answer.text("thumbprint", jose::thumbprint(key->verification_key()));
    answer.json("private", jose::export_private_jwk_in_the_clear(*key).reveal_text());
    const auto public_jwk = jose::export_public_jwk(key->verification_key());
    if (!public_jwk) return answer;
    answer.json("public", *public_jwk);
    return pem_of(std::move(answer), *key);
}

Answer read_pem(const Command& command) {
    if (const auto management = jose::find_key_management(command.text("alg")))
        return read_encryption_pem(command, *management);
    const jose::Algorithm algorithm = algorithm_of(command);
    const std::string_view pem = command.text("pem");
    if (const auto key = jose::import_signing_key_pem(algorithm, pem))
        return Answer().json("jwk", jose::export_private_jwk_in_the_clear(*key).reveal_text());
    const auto key = jose::import_verification_key_pem(algorithm, pem);
    if (!key) return Answer::refusal(key.error());
    return Answer().json("jwk", jose::export_public_jwk(*key).value());
}

}  // namespace watchword::differential
