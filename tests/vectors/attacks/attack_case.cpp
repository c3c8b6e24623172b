#include "attack_case.hpp"

#include "../runner.hpp"

namespace watchword::vectors {
namespace {

jose::json::Document read(const std::filesystem::path& path) {
    Result<jose::json::Document> document = read_vectors(path);
    if (!document) throw NotOfSchema(path.string() + ": " + describe(document.error()));
    return *std::move(document);
}

/// The names in `allowed_algs`; empty optional for null.
std::optional<std::vector<std::string>> allowed_names(const AttackCase& attack) {
    if (!find(attack.verifier(), "allowed_algs")) return std::nullopt;
    return texts(attack.verifier(), "allowed_algs");
}

/// What a caller is offered who takes everything that is not marked as weak.
jose::KeyManagementSet default_list() {
    auto all = jose::KeyManagementSet::none();
    for (int i = 0; i < static_cast<int>(jose::KeyManagement::RSA1_5_weak_for_compatibility); ++i)
        all.insert(static_cast<jose::KeyManagement>(i));
    return all;
}

std::vector<jose::KeyManagement> members(const jose::KeyManagementSet& set) {
    std::vector<jose::KeyManagement> out;
    for (int i = 0; i <= static_cast<int>(jose::KeyManagement::RSA1_5_weak_for_compatibility); ++i)
        if (set.contains(static_cast<jose::KeyManagement>(i))) out.push_back(static_cast<jose::KeyManagement>(i));
    return out;
}

}  // namespace

AttackKeys::AttackKeys(const std::filesystem::path& path) : document_(read(path)) {}

Value AttackKeys::get(const std::string& kid) const {
    return vectors::get(vectors::get(document_.root(), "keys"), kid);
}

TimePoint AttackCase::now() const {
    return from_unix_seconds(find_integer(verifier(), "now").value_or(0));
}

std::string token_of(const AttackCase& attack) {
    const Value input = attack.input();
    if (!find(input, "token_recipe")) return std::string(text(input, "token"));
    std::string token;
    for (const Value& part : elements(input, "token_recipe")) {
        if (const auto literal = part.string()) {
            token += *literal;
            continue;
        }
        const std::string_view repeated = text(part, "repeat");
        const auto count = static_cast<std::size_t>(integer(part, "count"));
        token.reserve(token.size() + repeated.size() * count);
        for (std::size_t i = 0; i < count; ++i)
            token += repeated;
    }
    return token;
}

std::vector<jose::VerificationKey> verification_keys(const AttackCase& attack) {
    return verification_keys(attack, texts(attack.verifier(), "keys"));
}

std::vector<jose::VerificationKey> verification_keys(const AttackCase& attack, const std::vector<std::string>& kids) {
    std::vector<jose::VerificationKey> keys;
    for (const std::string& kid : kids) {
        const Value jwk = attack.keys.get(kid);
        if (find_text(jwk, "use").value_or("sig") != "sig") continue;
        Result<jose::VerificationKey> key = verification_key(public_half(jwk), "");
        if (!key) throw NotOfSchema("the key " + kid + " cannot be used: " + describe(key.error()));
        keys.push_back(*std::move(key));
    }
    return keys;
}

std::vector<jose::DecryptionKey> decryption_keys(const AttackCase& attack) {
    const std::vector<std::string> kids = texts(attack.verifier(), "keys");
    std::vector<jose::DecryptionKey> keys;
    for (const std::string& kid : kids) {
        const Value jwk = attack.keys.get(kid);
        if (find_text(jwk, "use").value_or("enc") != "enc") continue;
        const std::size_t before = keys.size();
        for (const jose::KeyManagement algorithm : members(allowed_encryptions(attack)))
            if (Result<jose::DecryptionKey> key = decryption_key(jwk, algorithm)) keys.push_back(*std::move(key));
        if (keys.size() == before) throw NotOfSchema("the key " + kid + " fits no algorithm that is allowed");
    }
    return keys;
}

jose::AlgorithmSet allowed_signatures(const AttackCase& attack) {
    auto allowed = jose::AlgorithmSet::none();
    if (const auto names = allowed_names(attack)) {
        for (const std::string& name : *names)
            if (const auto algorithm = jose::find_algorithm(name)) allowed.insert(*algorithm);
        return allowed;
    }
    for (const jose::VerificationKey& key : verification_keys(attack))
        allowed.insert(key.algorithm());
    return allowed;
}

jose::KeyManagementSet allowed_encryptions(const AttackCase& attack) {
    const auto names = allowed_names(attack);
    if (!names || *names == std::vector<std::string>{"default-list"}) return default_list();
    auto allowed = jose::KeyManagementSet::none();
    for (const std::string& name : *names)
        if (const auto algorithm = jose::find_key_management(name)) allowed.insert(*algorithm);
    return allowed;
}

}  // namespace watchword::vectors
