#include <watchword/jose/jws.hpp>

#include "commands.hpp"
#include "keys.hpp"

namespace watchword::differential {
namespace {

Result<jose::JwsSigner> signer_of(const Command& command) {
    auto key = signing_key(command.json("key"));
    if (!key) return key.error();
    const HeaderMembers header = header_members(command);
    return jose::JwsSigner{
        *std::move(key), {header.type, header.content_type, header.more_json}, command.json("unprotected")};
}

Result<std::string> sign(std::string_view form, ByteView payload, const std::vector<jose::JwsSigner>& signers,
                         jose::PayloadEncoding encoding) {
    const jose::JwsSigner& first = signers.at(0);
    if (form == "compact") return jose::sign_jws(payload, first.key, first.header);
    if (form == "detached") return jose::sign_detached_jws(payload, first.key, first.header, encoding);
    if (form == "flattened") return jose::sign_jws_flattened(payload, first, encoding);
    if (form == "general") return jose::sign_jws_general(payload, signers);
    throw BadCommand("no such form of a JWS");
}

Result<jose::VerifiedJws> verify(const Command& command, const std::vector<jose::VerificationKey>& keys) {
    jose::JwsRequirements required{.algorithms = signature_algorithms(command)};
    if (command.is_true("all")) required.signatures = jose::JwsRequirements::Signatures::all;
    const std::string_view form = command.text("form");
    const std::string_view jws = command.text("jws");
    if (form == "compact") return jose::verify_jws(jws, keys, required);
    if (form == "detached") return jose::verify_detached_jws(jws, command.octets("payload"), keys, required);
    return jose::verify_jws_json(jws, keys, required);
}

}  // namespace

Answer sign_jws(const Command& command) {
    std::vector<jose::JwsSigner> signers;
    for (const Command& each : command.objects("signers")) {
        auto signer = signer_of(each);
        if (!signer) return Answer::refusal(signer.error());
        signers.push_back(*std::move(signer));
    }
    const auto encoding =
        command.is_true("unencoded") ? jose::PayloadEncoding::unencoded : jose::PayloadEncoding::base64url;
    return text_or_refusal("jws", sign(command.text("form"), command.octets("payload"), signers, encoding));
}

Answer verify_jws(const Command& command) {
    const auto keys = verification_keys(command);
    if (!keys) return Answer::refusal(keys.error());
    const auto verified = verify(command, *keys);
    if (!verified) return Answer::refusal(verified.error());
    return Answer().octets("payload", verified->payload).json("header", verified->header.root().to_json());
}

}  // namespace watchword::differential
