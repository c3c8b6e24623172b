#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/nested.hpp>
#include <watchword/jwt/verify.hpp>

#include "commands.hpp"
#include "encryption.hpp"
#include "keys.hpp"

namespace watchword::differential {
namespace {

template <class Accepted>
Accepted accepted(const Command& command, std::string_view name) {
    return command.find(name) ? Accepted::any_of(command.texts(name)) : Accepted::any();
}

jwt::Requirements requirements_of(const Command& command) {
    const std::string_view type = command.text_or_empty("typ");
    jwt::Requirements required{accepted<jwt::Issuer>(command, "issuers"), accepted<jwt::Audience>(command, "audiences"),
                               signature_algorithms(command),
                               type.empty() ? jwt::Type::any() : jwt::Type::exactly(std::string(type))};
    required.leeway = Seconds(command.integer("leeway").value_or(0));
    required.required_claims = command.texts("required_claims");
    if (command.find("subject")) required.subject = std::string(command.text("subject"));
    if (const auto age = command.integer("max_age")) required.max_age = Seconds(*age);
    return required;
}

Answer claims_or_refusal(const Result<jwt::Claims>& claims) {
    return claims ? Answer().json("claims", claims->to_json()) : Answer::refusal(claims.error());
}

TimePoint now_of(const Command& command) {
    return from_unix_seconds(command.integer("now").value());
}

jwt::ClaimsBuilder claims_of(const Command& command) {
    jwt::ClaimsBuilder claims;
    for (const auto [name, value] : command.find("claims").value().members())
        claims.set_json(name, value.to_json());
    return claims;
}

}  // namespace

Answer issue_jwt(const Command& command) {
    const auto key = signing_key(command.json("key"));
    if (!key) return Answer::refusal(key.error());
    return text_or_refusal("jwt", jwt::issue_json(command.text("claims"), *key, command.text("typ")));
}

Answer verify_jwt(const Command& command) {
    auto keys = verification_keys(command);
    if (!keys) return Answer::refusal(keys.error());
    const jwt::StaticKeys source(*std::move(keys));
    return claims_or_refusal(jwt::verify(command.text("jwt"), source, requirements_of(command), now_of(command)));
}

Answer issue_nested(const Command& command) {
    const auto key = signing_key(command.json("key"));
    const auto recipients = encryption_keys(command);
    if (!key) return Answer::refusal(key.error());
    if (!recipients) return Answer::refusal(recipients.error());
    SystemRandom random;
    return text_or_refusal(
        "jwt", jwt::issue_nested(claims_of(command), *key, recipients->at(0), encryption_options(command), random));
}

Answer verify_nested(const Command& command) {
    const Command inner(command.find("inner").value());
    auto keys = verification_keys(inner);
    const auto decryption = decryption_keys(command);
    if (!keys) return Answer::refusal(keys.error());
    if (!decryption) return Answer::refusal(decryption.error());
    const jwt::StaticKeys source(*std::move(keys));
    const jwt::NestedRequirements required{decryption_requirements(command), requirements_of(inner)};
    return claims_or_refusal(jwt::verify_nested(command.text("jwt"), *decryption, source, required, now_of(inner)));
}

}  // namespace watchword::differential
