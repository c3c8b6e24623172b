// PBES2 (RFC 7518 section 4.8): a password, stretched by PBKDF2, wraps the key.

#include <watchword/base/crypto.hpp>
#include <watchword/jose/aes_key_wrap.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/encryption_material.hpp>
#include <watchword/jose/hmac_material.hpp>
#include <watchword/jose/key_members.hpp>

#include <algorithm>

namespace watchword::jose::detail {
namespace {

constexpr std::size_t longest_password = 1024;
// RFC 7518 section 4.8.1.1: "A Salt Input value containing 8 or more octets MUST be used".
constexpr std::size_t shortest_salt = 8;
constexpr std::size_t own_salt = 16;
// Section 4.8.1.2: "A minimum iteration count of 1000 is RECOMMENDED."
constexpr std::uint32_t fewest_iterations = 1000;
// What PBKDF2 can count to here, whatever a caller accepts.
constexpr std::uint32_t most_iterations = 0x7fffffff;

crypto::Pbkdf2Hash hash_of(KeyManagement algorithm) {
    const std::string_view digest = traits(algorithm).digest;
    if (digest == "SHA256") return crypto::Pbkdf2Hash::sha256;
    return digest == "SHA384" ? crypto::Pbkdf2Hash::sha384 : crypto::Pbkdf2Hash::sha512;
}

Result<Bytes> read_salt(const JweHeader& header) {
    auto salt = header.bytes("p2s");
    if (!salt) return salt.error();
    if (!*salt || (*salt)->size() < shortest_salt) {
        return Error{Error::malformed, "p2s is missing or has fewer than 8 bytes"};
    }
    return std::move(**salt);
}

// Looked at before anything is hashed: the sender chooses how long we work.
Result<std::uint32_t> read_iterations(const JweHeader& header, std::uint32_t most) {
    const auto member = header.find("p2c");
    const auto number = member ? member->number() : std::nullopt;
    if (!number) return Error{Error::malformed, "p2c is missing or is no number"};
    if (*number > std::min(most, most_iterations))
        return Error{Error::too_large, "p2c demands more iterations than are accepted here"};
    const auto iterations = member->integer();
    if (!iterations || *iterations < fewest_iterations)
        return Error{Error::malformed, "p2c is no integer from 1000 on"};
    return static_cast<std::uint32_t>(*iterations);
}

class Password final : public EncryptionMaterial {
  public:
    Password(KeyManagement algorithm_, ByteView password, std::string kid_)
        : EncryptionMaterial(algorithm_, std::move(kid_)), password_(password) {}

    Result<Delivery> deliver(SecretBytes& content_key, const DeliveryRequest& request) const override {
        const std::uint32_t iterations = request.password_iterations;
        if (iterations < fewest_iterations || iterations > most_iterations) {
            return Error{Error::malformed, "p2c is not between 1000 and 2^31 - 1"};
        }
        const Bytes salt = request.random.bytes(own_salt);
        Result<Bytes> wrapped = wrap_with_aes(stretched(salt, iterations).reveal(), content_key.reveal());
        if (!wrapped) return wrapped.error();
        return Delivery{.encrypted_key = std::move(*wrapped),
                        .header = {{"p2s", '"' + encode_base64url(salt) + '"'}, {"p2c", std::to_string(iterations)}}};
    }

    Result<SecretBytes> receive(const Reception& reception) const override {
        const auto iterations = read_iterations(reception.header, reception.password_iterations_left);
        if (!iterations) return iterations.error();
        const auto salt = read_salt(reception.header);
        if (!salt) return salt.error();
        reception.password_iterations_left -= *iterations;
        return unwrap_with_aes(stretched(*salt, *iterations).reveal(), reception.encrypted_key);
    }

    std::vector<PublicMember> public_members() const override { return public_members_of_secret(password_.reveal()); }

  private:
    // Section 4.8.1.1: the salt is (UTF8(Alg) || 0x00 || Salt Input).
    SecretBytes stretched(ByteView salt_input, std::uint32_t iterations) const {
        const std::string_view label = name(algorithm);
        Bytes salt(label.begin(), label.end());
        salt.push_back(0);
        salt.insert(salt.end(), salt_input.begin(), salt_input.end());
        return crypto::pbkdf2(hash_of(algorithm), password_.reveal(), salt, iterations,
                              traits(algorithm).wrapping_key_size);
    }

    SecretBytes password_;
};

}  // namespace

Result<EncryptionHalf> make_password(KeyManagement algorithm, ByteView password, std::string kid) {
    if (traits(algorithm).family != KeyManagementFamily::password) {
        return Error{Error::unsupported_algorithm, "the algorithm takes no password"};
    }
    if (looks_like_a_key_file(password)) return Error{Error::invalid_key, "a key file is not a password"};
    if (password.empty()) return Error{Error::weak_key, "the password is empty"};
    if (password.size() > longest_password) return Error{Error::too_large, "the password has more than 1024 bytes"};
    return EncryptionHalf(std::make_shared<Password>(algorithm, password, std::move(kid)));
}

}  // namespace watchword::jose::detail
