#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/encoded_fields.hpp>

#include <array>
#include <stdexcept>

#include <argon2.h>
#include <sodium.h>

namespace watchword::passwords::argon2 {
namespace {

constexpr std::size_t salt_size = 16;
constexpr std::size_t tag_size = 32;
constexpr std::size_t max_field_size = 64;

constexpr std::array<std::pair<std::string_view, Variant>, 3> variants{
    {{"$argon2id$", Variant::id}, {"$argon2i$", Variant::i}, {"$argon2d$", Variant::d}}};

/// Reads "$argon2id$v=19$m=19456,t=2,p=1$" and leaves what follows it in `rest`.
bool take_kind(std::string_view& rest, Encoded& into) noexcept {
    for (const auto& [prefix, variant] : variants) {
        if (!take(rest, prefix)) continue;
        into.variant = variant;
        // Strings without a version are from before version 19 had one.
        into.version = 16;
        if (take(rest, "v=") && !(take_number(rest, into.version) && take(rest, "$"))) return false;
        Argon2Parameters& p = into.parameters;
        return take(rest, "m=") && take_number(rest, p.memory_kib) && take(rest, ",t=") &&
               take_number(rest, p.passes) && take(rest, ",p=") && take_number(rest, p.lanes) && take(rest, "$") &&
               (into.version == 16 || into.version == 19) && within_caps(p);
    }
    return false;
}

bool is_for_libsodium(const Inputs& inputs, std::size_t size) noexcept {
    return inputs.variant == Variant::id && inputs.version == 19 && inputs.parameters.lanes == 1 &&
           inputs.secret.empty() && inputs.associated_data.empty() &&
           inputs.salt.size() == crypto_pwhash_argon2id_SALTBYTES && size >= crypto_pwhash_argon2id_BYTES_MIN;
}

bool derive_with_libsodium(const SecretBytes& password, const Inputs& inputs, SecretBytes& tag) {
    // An empty password has no bytes to point at, and libsodium wants a pointer.
    const char* const text = password.empty() ? "" : password.reveal_text().data();
    return crypto_pwhash_argon2id(tag.writable().data(), tag.size(), text, password.size(), inputs.salt.data(),
                                  inputs.parameters.passes, std::size_t{inputs.parameters.memory_kib} * 1024,
                                  crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
}

argon2_type type_of(Variant variant) noexcept {
    return variant == Variant::id ? Argon2_id : variant == Variant::i ? Argon2_i : Argon2_d;
}

/// Points a field of the context, and its length, at bytes.
void point(std::uint8_t*& field, std::uint32_t& size, std::span<std::uint8_t> bytes) noexcept {
    field = bytes.data();
    size = static_cast<std::uint32_t>(bytes.size());
}

bool derive_with_libargon2(const SecretBytes& password, const Inputs& inputs, SecretBytes& tag) {
    // Copies, as its interface takes no const.
    SecretBytes phrase = password.copy();
    SecretBytes secret(inputs.secret);
    Bytes salt(inputs.salt.begin(), inputs.salt.end());
    Bytes data(inputs.associated_data.begin(), inputs.associated_data.end());
    argon2_context context{};
    point(context.out, context.outlen, tag.writable());
    point(context.pwd, context.pwdlen, phrase.writable());
    point(context.salt, context.saltlen, salt);
    point(context.secret, context.secretlen, secret.writable());
    point(context.ad, context.adlen, data);
    context.t_cost = inputs.parameters.passes;
    context.m_cost = inputs.parameters.memory_kib;
    context.lanes = inputs.parameters.lanes;
    context.threads = 1;  // lanes decide the result, threads only who computes it
    context.version = inputs.version;
    return argon2_ctx(&context, type_of(inputs.variant)) == ARGON2_OK;
}

bool is_valid(const Inputs& inputs, std::size_t size) noexcept {
    constexpr std::size_t most = 1024;
    return within_caps(inputs.parameters) && (inputs.version == 16 || inputs.version == 19) &&
           inputs.salt.size() >= ARGON2_MIN_SALT_LENGTH && inputs.salt.size() <= most && inputs.secret.size() <= most &&
           inputs.associated_data.size() <= most && size >= ARGON2_MIN_OUTLEN && size <= most;
}

Inputs inputs_of(const Encoded& encoded) noexcept {
    return {.variant = encoded.variant,
            .version = encoded.version,
            .parameters = encoded.parameters,
            .salt = encoded.salt,
            .secret = {},
            .associated_data = {}};
}

bool is_weaker(const Encoded& encoded, const Argon2Parameters& wanted) noexcept {
    return encoded.variant != Variant::id || encoded.version != 19 || encoded.salt.size() < salt_size ||
           encoded.tag.size() < tag_size || encoded.parameters.memory_kib < wanted.memory_kib ||
           encoded.parameters.passes < wanted.passes;
}

}  // namespace

bool within_caps(const Argon2Parameters& p) noexcept {
    return p.lanes >= 1 && p.lanes <= max_lanes && p.passes >= 1 && p.passes <= max_passes &&
           p.memory_kib <= max_memory_kib && p.memory_kib >= 8 * p.lanes &&
           std::uint64_t{p.memory_kib} * p.passes <= max_work_kib;
}

// libsodium is a fifth faster than libargon2, but knows our own kind only.
Result<SecretBytes> derive(const SecretBytes& password, const Inputs& inputs, std::size_t size) {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium could not be initialised");
    if (!is_valid(inputs, size)) throw std::invalid_argument("Argon2 inputs out of range");
    SecretBytes tag(size);
    const auto engine = is_for_libsodium(inputs, size) ? derive_with_libsodium : derive_with_libargon2;
    // Lack of memory is the one thing that can go wrong with valid inputs.
    if (!engine(password, inputs, tag)) return Error(Error::overloaded, "no memory for Argon2");
    return tag;
}

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with("$argon2");
}

std::optional<Encoded> parse(std::string_view encoded) {
    Encoded read;
    if (!take_kind(encoded, read)) return std::nullopt;
    const auto text = take_part(encoded, '$');
    if (!text) return std::nullopt;
    std::optional<Bytes> salt = decode_base64(Base64::unpadded, *text, max_field_size);
    std::optional<Bytes> tag = decode_base64(Base64::unpadded, encoded, max_field_size);
    if (!salt || salt->size() < ARGON2_MIN_SALT_LENGTH || !tag || tag->size() < 16) return std::nullopt;
    read.salt = std::move(*salt);
    read.tag = std::move(*tag);
    return read;
}

std::string kind(const Argon2Parameters& p) {
    return "$argon2id$v=19$m=" + std::to_string(p.memory_kib) + ",t=" + std::to_string(p.passes) +
           ",p=" + std::to_string(p.lanes) + "$";
}

Result<std::string> hash(const SecretBytes& password, const Argon2Parameters& parameters, Random& random) {
    if (!within_caps(parameters)) throw std::invalid_argument("Argon2 parameters out of range");
    Encoded encoded{.parameters = parameters, .salt = random.bytes(salt_size), .tag = {}};
    const Result<SecretBytes> tag = derive(password, inputs_of(encoded), tag_size);
    if (!tag) return tag.error();
    return kind(parameters) + encode_base64(Base64::unpadded, encoded.salt) + "$" +
           encode_base64(Base64::unpadded, tag->reveal());
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    const std::optional<Encoded> stored = parse(encoded);
    if (!stored) return Error(Error::unsupported_password_hash, "Argon2 string malformed or above the caps");
    const Result<SecretBytes> tag = derive(password, inputs_of(*stored), stored->tag.size());
    if (!tag) return tag.error();
    return Verified{constant_time_equal(tag->reveal(), stored->tag) ? Match::yes : Match::no,
                    is_weaker(*stored, wanted) ? Rehash::needed : Rehash::not_needed};
}

std::chrono::microseconds cost(std::string_view kind) {
    Encoded read;
    if (!take_kind(kind, read) || !kind.empty()) return std::chrono::microseconds(0);
    // Measured: 19 MiB in 2 passes take 17 ms.
    return std::chrono::microseconds(std::uint64_t{read.parameters.memory_kib} * read.parameters.passes * 9 / 20);
}

std::string decoy(std::string_view kind) {
    const Bytes salt(salt_size);
    const Bytes tag(tag_size);
    return std::string(kind) + encode_base64(Base64::unpadded, salt) + "$" + encode_base64(Base64::unpadded, tag);
}

}  // namespace watchword::passwords::argon2
