#include <watchword/jose/encryption_traits.hpp>

#include <algorithm>
#include <array>

namespace watchword::jose {
namespace {

using enum KeyManagementFamily;

// In the order of the enumerations, so that looking up is indexing.
constexpr std::array<KeyManagementTraits, 17> key_management{{
    {KeyManagement::dir, "dir", direct, 0, nullptr},
    {KeyManagement::A128KW, "A128KW", aes_wrap, 16, nullptr},
    {KeyManagement::A192KW, "A192KW", aes_wrap, 24, nullptr},
    {KeyManagement::A256KW, "A256KW", aes_wrap, 32, nullptr},
    {KeyManagement::A128GCMKW, "A128GCMKW", gcm_wrap, 16, nullptr},
    {KeyManagement::A192GCMKW, "A192GCMKW", gcm_wrap, 24, nullptr},
    {KeyManagement::A256GCMKW, "A256GCMKW", gcm_wrap, 32, nullptr},
    {KeyManagement::RSA_OAEP, "RSA-OAEP", rsa_oaep, 0, "SHA1"},
    {KeyManagement::RSA_OAEP_256, "RSA-OAEP-256", rsa_oaep, 0, "SHA256"},
    {KeyManagement::ECDH_ES, "ECDH-ES", agreement, 0, nullptr},
    {KeyManagement::ECDH_ES_A128KW, "ECDH-ES+A128KW", agreement, 16, nullptr},
    {KeyManagement::ECDH_ES_A192KW, "ECDH-ES+A192KW", agreement, 24, nullptr},
    {KeyManagement::ECDH_ES_A256KW, "ECDH-ES+A256KW", agreement, 32, nullptr},
    {KeyManagement::PBES2_HS256_A128KW, "PBES2-HS256+A128KW", password, 16, "SHA256"},
    {KeyManagement::PBES2_HS384_A192KW, "PBES2-HS384+A192KW", password, 24, "SHA384"},
    {KeyManagement::PBES2_HS512_A256KW, "PBES2-HS512+A256KW", password, 32, "SHA512"},
    {KeyManagement::RSA1_5_weak_for_compatibility, "RSA1_5", rsa_pkcs1, 0, nullptr},
}};

constexpr std::array<ContentEncryptionTraits, 6> content_encryption{{
    {ContentEncryption::A128CBC_HS256, "A128CBC-HS256", 32, 16, 16, "AES-128-CBC", "SHA256"},
    {ContentEncryption::A192CBC_HS384, "A192CBC-HS384", 48, 16, 24, "AES-192-CBC", "SHA384"},
    {ContentEncryption::A256CBC_HS512, "A256CBC-HS512", 64, 16, 32, "AES-256-CBC", "SHA512"},
    {ContentEncryption::A128GCM, "A128GCM", 16, 12, 16, "AES-128-GCM", nullptr},
    {ContentEncryption::A192GCM, "A192GCM", 24, 12, 16, "AES-192-GCM", nullptr},
    {ContentEncryption::A256GCM, "A256GCM", 32, 12, 16, "AES-256-GCM", nullptr},
}};

template <class Table, class Member>
constexpr bool in_order(const Table& table, Member member) {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].*member) != i) return false;
    }
    return true;
}
static_assert(in_order(key_management, &KeyManagementTraits::algorithm));
static_assert(in_order(content_encryption, &ContentEncryptionTraits::encryption));

}  // namespace

const KeyManagementTraits& traits(KeyManagement algorithm) noexcept {
    return key_management[static_cast<std::size_t>(algorithm)];
}
const ContentEncryptionTraits& traits(ContentEncryption encryption) noexcept {
    return content_encryption[static_cast<std::size_t>(encryption)];
}

std::string_view name(KeyManagement algorithm) noexcept {
    return traits(algorithm).name;
}
std::string_view name(ContentEncryption encryption) noexcept {
    return traits(encryption).name;
}

std::optional<KeyManagement> find_key_management(std::string_view name) noexcept {
    const auto* const row = std::ranges::find(key_management, name, &KeyManagementTraits::name);
    if (row == key_management.end()) return std::nullopt;
    return row->algorithm;
}
std::optional<ContentEncryption> find_content_encryption(std::string_view name) noexcept {
    const auto* const row = std::ranges::find(content_encryption, name, &ContentEncryptionTraits::name);
    if (row == content_encryption.end()) return std::nullopt;
    return row->encryption;
}

ContentEncryptionSet all_content_encryptions() noexcept {
    ContentEncryptionSet all = ContentEncryptionSet::none();
    for (const ContentEncryptionTraits& row : content_encryption)
        all.insert(row.encryption);
    return all;
}

}  // namespace watchword::jose
