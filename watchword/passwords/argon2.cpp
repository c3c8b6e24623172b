#include <watchword/passwords/argon2.hpp>

#include <array>
#include <charconv>
#include <stdexcept>

#include <argon2.h>
#include <sodium.h>

namespace watchword::passwords::argon2 {
namespace {

constexpr std::size_t salt_size = 16;
constexpr std::size_t tag_size = 32;
constexpr std::size_t max_field_size = 64;
constexpr auto base64 = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;

constexpr std::array<std::pair<std::string_view, Variant>, 3> variants{
    {{"$argon2id$", Variant::id}, {"$argon2i$", Variant::i}, {"$argon2d$", Variant::d}}};

bool take(std::string_view& rest, std::string_view expected) noexcept {
    if (!rest.starts_with(expected)) return false;
    rest.remove_prefix(expected.size());
    return true;
}

/// A decimal number without sign and leading zero; zero itself is no valid parameter.
bool take_number(std::string_view& rest, std::uint32_t& number) noexcept {
    if (rest.empty() || rest.front() < '1' || rest.front() > '9') return false;
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return failure == std::errc{};
}

std::optional<Bytes> decode(std::string_view text) {
    Bytes bytes(max_field_size);
    std::size_t size = 0;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr, base64) != 0)
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::string encode(ByteView bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), base64), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), base64);
    text.pop_back();  // libsodium writes a NUL
    return text;
}

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

bool is_for_libsodium(const Encoded& encoded, std::size_t size) noexcept {
    return encoded.variant == Variant::id && encoded.version == 19 && encoded.parameters.lanes == 1 &&
           encoded.salt.size() == crypto_pwhash_argon2id_SALTBYTES && size >= crypto_pwhash_argon2id_BYTES_MIN;
}

bool derive_with_libsodium(const SecretBytes& password, const Encoded& encoded, SecretBytes& tag) {
    // An empty password has no bytes to point at, and libsodium wants a pointer.
    const char* const text = password.empty() ? "" : password.reveal_text().data();
    return crypto_pwhash_argon2id(tag.writable().data(), tag.size(), text, password.size(), encoded.salt.data(),
                                  encoded.parameters.passes, std::size_t{encoded.parameters.memory_kib} * 1024,
                                  crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
}

bool derive_with_libargon2(const SecretBytes& password, const Encoded& encoded, SecretBytes& tag) {
    SecretBytes copy = password.copy();  // its interface takes no const
    Bytes salt = encoded.salt;
    argon2_context context{};
    context.out = tag.writable().data();
    context.outlen = static_cast<std::uint32_t>(tag.size());
    context.pwd = copy.writable().data();
    context.pwdlen = static_cast<std::uint32_t>(copy.size());
    context.salt = salt.data();
    context.saltlen = static_cast<std::uint32_t>(salt.size());
    context.t_cost = encoded.parameters.passes;
    context.m_cost = encoded.parameters.memory_kib;
    context.lanes = encoded.parameters.lanes;
    context.threads = 1;  // lanes decide the result, threads only who computes it
    context.version = encoded.version;
    const auto type = encoded.variant == Variant::id ? Argon2_id : encoded.variant == Variant::i ? Argon2_i : Argon2_d;
    return argon2_ctx(&context, type) == ARGON2_OK;
}

/// The tag of `size` bytes. libsodium is a fifth faster than libargon2, but knows our own kind only.
/// Error: overloaded, as lack of memory is the one thing that can go wrong within the caps.
Result<SecretBytes> derive(const SecretBytes& password, const Encoded& encoded, std::size_t size) {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium could not be initialised");
    SecretBytes tag(size);
    const auto engine = is_for_libsodium(encoded, size) ? derive_with_libsodium : derive_with_libargon2;
    if (!engine(password, encoded, tag)) return Error(Error::overloaded, "no memory for Argon2");
    return tag;
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

bool recognises(std::string_view encoded) noexcept {
    return encoded.starts_with("$argon2");
}

std::optional<Encoded> parse(std::string_view encoded) {
    Encoded read;
    if (!take_kind(encoded, read)) return std::nullopt;
    const std::size_t dollar = encoded.find('$');
    if (dollar == std::string_view::npos) return std::nullopt;
    std::optional<Bytes> salt = decode(encoded.substr(0, dollar));
    std::optional<Bytes> tag = decode(encoded.substr(dollar + 1));
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
    const Result<SecretBytes> tag = derive(password, encoded, tag_size);
    if (!tag) return tag.error();
    return kind(parameters) + encode(encoded.salt) + "$" + encode(tag->reveal());
}

Result<Verified> verify(const SecretBytes& password, std::string_view encoded, const Argon2Parameters& wanted) {
    const std::optional<Encoded> stored = parse(encoded);
    if (!stored) return Error(Error::unsupported_password_hash, "Argon2 string malformed or above the caps");
    const Result<SecretBytes> tag = derive(password, *stored, stored->tag.size());
    if (!tag) return tag.error();
    return Verified{constant_time_equal(tag->reveal(), stored->tag) ? Match::yes : Match::no,
                    is_weaker(*stored, wanted) ? Rehash::needed : Rehash::not_needed};
}

std::chrono::microseconds cost(std::string_view kind) {
    Encoded read;
    if (!take_kind(kind, read)) return std::chrono::microseconds(0);
    // Measured: 19 MiB in 2 passes take 17 ms.
    return std::chrono::microseconds(std::uint64_t{read.parameters.memory_kib} * read.parameters.passes * 9 / 20);
}

std::string decoy(std::string_view kind) {
    const Bytes salt(salt_size);
    const Bytes tag(tag_size);
    return std::string(kind) + encode(salt) + "$" + encode(tag);
}

}  // namespace watchword::passwords::argon2
