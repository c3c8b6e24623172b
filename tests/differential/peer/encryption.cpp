#include "encryption.hpp"

#include "commands.hpp"
#include "keys.hpp"

namespace watchword::differential {

jose::JweOptions encryption_options(const Command& command) {
    const auto encryption = jose::find_content_encryption(command.text("enc"));
    if (!encryption) throw BadCommand("no content encryption");
    const HeaderMembers header = header_members(command);
    jose::JweOptions options;
    options.encryption = *encryption;
    options.type = header.type;
    options.content_type = header.content_type;
    options.more_json = header.more_json;
    if (command.is_true("zip")) options.compression = jose::JweOptions::Compression::deflate;
    options.password_iterations = static_cast<std::uint32_t>(command.integer("iterations").value_or(1000));
    return options;
}

jose::JweRequirements decryption_requirements(const Command& command) {
    auto algorithms = jose::KeyManagementSet::none();
    for (const std::string& name : command.texts("algorithms"))
        if (const auto algorithm = jose::find_key_management(name)) algorithms.insert(*algorithm);
    jose::JweRequirements required{.algorithms = algorithms};
    if (const auto bytes = command.integer("max_inflated_bytes"))
        required.max_inflated_bytes = static_cast<std::size_t>(*bytes);
    return required;
}

Answer encrypt_jwe(const Command& command) {
    const auto keys = encryption_keys(command);
    if (!keys) return Answer::refusal(keys.error());
    SystemRandom random;
    const Bytes plaintext = command.octets("plaintext");
    const jose::JweOptions options = encryption_options(command);
    if (command.text("form") == "compact")
        return text_or_refusal("jwe", jose::encrypt_jwe(plaintext, keys->at(0), options, random));
    return text_or_refusal("jwe", jose::encrypt_jwe_json(plaintext, *keys, options, random, command.octets("aad")));
}

Answer decrypt_jwe(const Command& command) {
    const auto keys = decryption_keys(command);
    if (!keys) return Answer::refusal(keys.error());
    const auto decrypt = command.text("form") == "compact" ? jose::decrypt_jwe : jose::decrypt_jwe_json;
    const auto decrypted = decrypt(command.text("jwe"), *keys, decryption_requirements(command));
    if (!decrypted) return Answer::refusal(decrypted.error());
    return Answer()
        .octets("plaintext", decrypted->plaintext.reveal())
        .json("header", decrypted->header.root().to_json());
}

}  // namespace watchword::differential
