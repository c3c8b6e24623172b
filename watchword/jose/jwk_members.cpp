#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk_members.hpp>

#include <set>
#include <string>

namespace watchword::jose::detail {
namespace {

using json::Value;

Error invalid(std::string_view member, std::string_view what) {
    return {Error::invalid_key, std::string(member) + " " + std::string(what)};
}

// RFC 7517 section 4.2.
std::optional<Error> refuse_public_key_use(const Value& jwk, const KeyUse& wanted) {
    const auto use = jwk.find("use");
    if (!use) return std::nullopt;
    if (!use->string()) return invalid("use", "is not a string");
    if (use->string() != wanted.use) return Error{Error::key_not_usable, "use is not " + std::string(wanted.use)};
    return std::nullopt;
}

// RFC 7517 section 4.3: "Duplicate key operation values MUST NOT be present in the array."
std::optional<Error> refuse_operations(const Value& jwk, const KeyUse& wanted) {
    const auto operations = jwk.find("key_ops");
    if (!operations) return std::nullopt;
    if (operations->kind() != Value::Kind::array) return invalid("key_ops", "is not an array");
    std::set<std::string_view> names;
    for (const Value& operation : operations->elements()) {
        if (!operation.string()) return invalid("key_ops", "holds something else than strings");
        if (!names.insert(*operation.string()).second) return invalid("key_ops", "repeats an operation");
    }
    if (names.contains(wanted.operation)) return std::nullopt;
    if (!wanted.other_operation.empty() && names.contains(wanted.other_operation)) return std::nullopt;
    return Error{Error::key_not_usable, "key_ops lacks " + std::string(wanted.operation)};
}

}  // namespace

Result<std::string_view> required_text(const Value& jwk, std::string_view name) {
    const auto member = jwk.find(name);
    if (!member) return invalid(name, "is missing");
    const auto text = member->string();
    if (!text) return invalid(name, "is not a string");
    return *text;
}

Result<std::string_view> optional_text(const Value& jwk, std::string_view name) {
    if (!jwk.find(name)) return std::string_view();
    return required_text(jwk, name);
}

std::optional<Error> refuse_use(const Value& jwk, const KeyUse& wanted) {
    if (std::optional<Error> refusal = refuse_public_key_use(jwk, wanted)) return refusal;
    return refuse_operations(jwk, wanted);
}

SecretBytes KeyNumbers::any(std::string_view name) {
    const auto text = required_text(jwk_, name);
    if (!text) return fail(text.error());
    SecretBytes bytes(decoded_size(text->size()));
    if (!decode_base64url(*text, bytes.writable().data())) return fail(invalid(name, "is not base64url"));
    return bytes;
}

SecretBytes KeyNumbers::minimal(std::string_view name) {
    SecretBytes bytes = any(name);
    if (!error_ && (bytes.empty() || bytes.reveal().front() == 0)) {
        return fail(invalid(name, "is empty or begins with a zero byte"));
    }
    return bytes;
}

SecretBytes KeyNumbers::exactly(std::string_view name, std::size_t size) {
    SecretBytes bytes = any(name);
    if (!error_ && bytes.size() != size) return fail(invalid(name, "does not have the length of its curve"));
    return bytes;
}

SecretBytes KeyNumbers::fail(Error error) {
    if (!error_) error_ = std::move(error);
    return {};
}

}  // namespace watchword::jose::detail
