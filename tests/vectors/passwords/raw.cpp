#include <watchword/base/crypto.hpp>
#include <watchword/passwords/argon2.hpp>

#include <algorithm>
#include <array>
#include <limits>

#include "../verdict.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

using crypto::Pbkdf2Hash;
using passwords::argon2::Variant;

/// The row of a table that is named so.
template <class Table>
auto row(const Table& table, std::string_view name) {
    const auto* const found = std::ranges::find(table, name, &Table::value_type::first);
    if (found == table.end()) throw NotOfSchema(std::string(name) + " is not known");
    return found->second;
}

constexpr std::array<std::pair<std::string_view, Variant>, 3> variants{
    {{"argon2d", Variant::d}, {"argon2i", Variant::i}, {"argon2id", Variant::id}}};
constexpr std::array<std::pair<std::string_view, Pbkdf2Hash>, 4> hashes{{{"pbkdf2-sha1.raw", Pbkdf2Hash::sha1},
                                                                         {"pbkdf2-sha256.raw", Pbkdf2Hash::sha256},
                                                                         {"pbkdf2-sha384.raw", Pbkdf2Hash::sha384},
                                                                         {"pbkdf2-sha512.raw", Pbkdf2Hash::sha512}}};

std::uint32_t number(const Value& vector, std::string_view name) {
    const std::int64_t value = integer(vector, name);
    if (value < 0 || value > std::numeric_limits<std::uint32_t>::max())
        throw NotOfSchema(std::string(name) + " is out of range");
    return static_cast<std::uint32_t>(value);
}

Bytes hex_or_nothing(const Value& vector, std::string_view name) {
    return find(vector, name) ? hex(vector, name) : Bytes();
}

Bytes expected(const Value& vector, std::string_view name) {
    return hex(get(vector, "expect"), name);
}

void compare(const Bytes& wanted, const Result<SecretBytes>& came) {
    if (!came) throw Mismatch{to_hex(wanted), describe(came.error())};
    if (to_hex(wanted) != to_hex(came->reveal())) throw Mismatch{to_hex(wanted), to_hex(came->reveal())};
}

}  // namespace

void argon2_raw(const Value& vector) {
    const Bytes tag = expected(vector, "tag_hex");
    const Bytes salt = hex(vector, "salt_hex");
    const Bytes secret = hex_or_nothing(vector, "secret_hex");
    const Bytes associated_data = hex_or_nothing(vector, "ad_hex");
    const passwords::argon2::Inputs inputs{
        .variant = row(variants, text(vector, "variant")),
        .version = number(vector, "version"),
        .parameters = {.memory_kib = number(vector, "m"), .passes = number(vector, "t"), .lanes = number(vector, "p")},
        .salt = salt,
        .secret = secret,
        .associated_data = associated_data};
    compare(tag, passwords::argon2::derive(SecretBytes(hex(vector, "password_hex")), inputs, tag.size()));
}

void scrypt_raw(const Value& vector) {
    const Bytes key = expected(vector, "dk_hex");
    const crypto::ScryptCost cost{number(vector, "n"), number(vector, "r"), number(vector, "p")};
    compare(key, crypto::scrypt(hex(vector, "password_hex"), hex(vector, "salt_hex"), cost, key.size()));
}

void pbkdf2_raw(const Value& vector) {
    const Bytes key = expected(vector, "dk_hex");
    const Pbkdf2Hash hash = row(hashes, text(vector, "kind"));
    compare(key, crypto::pbkdf2(hash, hex(vector, "password_hex"), hex(vector, "salt_hex"), number(vector, "c"),
                                key.size()));
}

}  // namespace watchword::vectors
