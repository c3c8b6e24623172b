#include <watchword/base/crypto.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/key_material.hpp>

namespace watchword::jose {
namespace {

/// An object that is written member by member, and leaves no copy of a secret behind.
class ObjectText {
  public:
    ObjectText() { text_.reserve(room); }
    ~ObjectText() { wipe(text_.data(), text_.size()); }
    ObjectText(const ObjectText&) = delete;
    ObjectText& operator=(const ObjectText&) = delete;

    void add(std::string_view name, std::string_view value) {
        text_ += text_.empty() ? '{' : ',';
        json::append_quoted(text_, name);
        text_ += ':';
        json::append_quoted(text_, value);
    }
    void add(const std::vector<detail::PublicMember>& members) {
        for (const auto& [name, value] : members)
            add(name, value);
    }
    std::string_view close() { return text_ += '}'; }

  private:
    // More than the largest private RSA key takes, so that growing leaves no copy.
    static constexpr std::size_t room = 16 * 1024;
    std::string text_;
};

void add_purpose(ObjectText& object, Algorithm algorithm, const std::string& kid) {
    object.add("alg", name(algorithm));
    object.add("use", "sig");
    if (!kid.empty()) object.add("kid", kid);
}

void wipe_text(std::string& text) {
    wipe(text.data(), text.size());
}

}  // namespace

Result<std::string> export_public_jwk(const VerificationKey& key) {
    if (is_symmetric(key.algorithm())) return Error{Error::key_not_usable, "an HMAC key has no public half"};
    ObjectText object;
    object.add(key.material().public_members());
    add_purpose(object, key.algorithm(), key.kid());
    return std::string(object.close());
}

SecretBytes export_private_jwk_in_the_clear(const SigningKey& key) {
    ObjectText object;
    std::vector<detail::PublicMember> members = key.material().public_members();
    object.add(members);
    for (auto& member : members)
        wipe_text(member.second);
    for (const auto& [name, number] : key.material().private_members()) {
        std::string text = encode_base64url(number.reveal());
        object.add(name, text);
        wipe_text(text);
    }
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
    ObjectText object;
    object.add(key.material().public_members());
    return encode_base64url(crypto::sha256(as_bytes(object.close())));
}

}  // namespace watchword::jose
