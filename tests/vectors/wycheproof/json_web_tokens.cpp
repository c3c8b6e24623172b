#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwe.hpp>
#include <watchword/jose/jws.hpp>

#include <algorithm>

#include "../keys.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

/// A member of the protected header of a compact token, as a careless caller would take it: where a key names no
/// algorithm, the caller's configuration is taken to fit the token.
std::string header_member(std::string_view compact, std::string_view name) {
    const auto decoded = jose::decode_base64url(compact.substr(0, compact.find('.')));
    if (!decoded) return {};
    const auto header = jose::json::Document::parse_object(as_text(*decoded));
    if (!header) return {};
    const auto member = header->root().find(name);
    return std::string(member ? member->string().value_or("") : "");
}

bool is_json(std::string_view token) {
    return token.starts_with('{');
}

template <class T, class Payload>
Verdict verdict_of(const Result<T>& result, Payload payload) {
    return result ? accepted(payload(*result)) : refused(result.error());
}

/// RSA1_5 stands last, so that leaving it out is leaving out the weak one.
jose::KeyManagementSet key_managements(bool with_rsa15) {
    auto all = jose::KeyManagementSet::none();
    for (int i = 0; i <= static_cast<int>(jose::KeyManagement::PBES2_HS512_A256KW); ++i)
        all.insert(static_cast<jose::KeyManagement>(i));
    if (with_rsa15) all.insert(jose::KeyManagement::RSA1_5_weak_for_compatibility);
    return all;
}

}  // namespace

// The files assume that a token is compact: "JsonSerialization: The JWE/JWS is encoded with JSON serialization instead
// of compact serialization." So every token goes through the compact functions, and what they are told to refuse is
// refused there. The JSON functions, which a caller must choose by name, take the same text and must only not crash.

Attempt json_web_signature(const WycheproofTest& t) {
    const std::string_view token = text(t.test, "jws");
    const auto given = find(t.group, "public");
    std::vector<jose::VerificationKey> keys;
    std::optional<Error> no_key;
    for (const Value& jwk : jwks_of(given ? *given : get(t.group, "private"))) {
        Result<jose::VerificationKey> key = verification_key(jwk.to_json(), header_member(token, "alg"));
        if (key)
            keys.push_back(*std::move(key));
        else
            no_key = key.error();
    }
    if (keys.empty()) return {.verdicts = {refused(no_key.value_or(Error::unknown_key))}};
    const jose::JwsRequirements required{.algorithms = every_algorithm()};
    if (is_json(token)) (void)jose::verify_jws_json(token, keys, required);
    return {.verdicts = {verdict_of(jose::verify_jws(token, keys, required), [](const auto&) { return ByteView(); })}};
}

Attempt json_web_encryption(const WycheproofTest& t) {
    const std::string_view token = text(t.test, "jwe");
    const auto assumed = jose::find_key_management(header_member(token, "alg"));
    std::vector<jose::DecryptionKey> keys;
    std::optional<Error> no_key;
    for (const Value& jwk : jwks_of(get(t.group, "private"))) {
        Result<jose::DecryptionKey> key = jose::import_decryption_key(jwk.to_json(), assumed);
        if (key)
            keys.push_back(*std::move(key));
        else
            no_key = key.error();
    }
    if (keys.empty()) return {.verdicts = {refused(no_key.value_or(Error::unknown_key))}};
    // One of the valid tokens is compressed, which a caller must allow.
    const jose::JweRequirements required{.algorithms = key_managements(t.with_rsa15),
                                         .max_inflated_bytes = std::size_t{1} << 20};
    if (is_json(token)) (void)jose::decrypt_jwe_json(token, keys, required);
    Attempt attempt{.verdicts = {verdict_of(jose::decrypt_jwe(token, keys, required),
                                            [](const auto& jwe) { return jwe.plaintext.reveal(); })}};
    if (find(t.test, "pt")) attempt.output = hex(t.test, "pt");
    return attempt;
}

}  // namespace watchword::vectors
