// The one place that calls OpenSSL's low-level SHA-2. OpenSSL 3.0 deprecates it in favour of EVP, but an EVP context
// can only be copied with an allocation, which costs a quarter of a whole HS256 tag (424 ns against 322). Its states
// are plain structs, to be copied like any other; the compression function behind both is the same (SHA-NI, AVX2).
#define OPENSSL_SUPPRESS_DEPRECATED

#include <watchword/base/secret.hpp>
#include <watchword/jose/hmac_states.hpp>

#include <cstring>
#include <span>

#include <openssl/sha.h>

namespace watchword::jose::detail {

struct HmacStates::Sha256 {
    using Context = SHA256_CTX;
    static constexpr std::size_t block = SHA256_CBLOCK;
    static constexpr std::size_t size = SHA256_DIGEST_LENGTH;
    static constexpr auto init = SHA256_Init;
    static constexpr auto update = SHA256_Update;
    static constexpr auto finish = SHA256_Final;
};

struct HmacStates::Sha384 {
    using Context = SHA512_CTX;
    static constexpr std::size_t block = SHA512_CBLOCK;
    static constexpr std::size_t size = SHA384_DIGEST_LENGTH;
    static constexpr auto init = SHA384_Init;
    static constexpr auto update = SHA384_Update;
    static constexpr auto finish = SHA384_Final;
};

struct HmacStates::Sha512 {
    using Context = SHA512_CTX;
    static constexpr std::size_t block = SHA512_CBLOCK;
    static constexpr std::size_t size = SHA512_DIGEST_LENGTH;
    static constexpr auto init = SHA512_Init;
    static constexpr auto update = SHA512_Update;
    static constexpr auto finish = SHA512_Final;
};

namespace {

/// A working state on the stack; it holds what the secret was hashed to, so it is wiped.
template <class Sha>
struct Working {
    Working() = default;
    explicit Working(const std::byte* state) noexcept { std::memcpy(&context, state, sizeof context); }
    ~Working() { wipe(&context, sizeof context); }
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

    typename Sha::Context context;
};

template <class Sha>
void start(std::byte* state, ByteView block_key, std::uint8_t pad) {
    SecretBytes block(Sha::block);
    const std::span<std::uint8_t> bytes = block.writable();
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = (i < block_key.size() ? block_key[i] : std::uint8_t{0}) ^ pad;
    Working<Sha> working;
    require(Sha::init(&working.context) == 1 && Sha::update(&working.context, bytes.data(), bytes.size()) == 1);
    std::memcpy(state, &working.context, sizeof working.context);
}

template <class Sha>
SecretBytes key_of_a_block(ByteView secret) {
    if (secret.size() <= Sha::block) return SecretBytes(secret);
    SecretBytes hashed(Sha::size);
    Working<Sha> working;
    require(Sha::init(&working.context) == 1 && Sha::update(&working.context, secret.data(), secret.size()) == 1 &&
            Sha::finish(hashed.writable().data(), &working.context) == 1);
    return hashed;
}

}  // namespace

template <class Sha>
void HmacStates::prepare(ByteView secret) {
    static_assert(sizeof(typename Sha::Context) <= sizeof(State) && alignof(typename Sha::Context) <= alignof(State));
    const SecretBytes key = key_of_a_block<Sha>(secret);
    start<Sha>(inner_.bytes.data(), key.reveal(), 0x36);
    start<Sha>(outer_.bytes.data(), key.reveal(), 0x5c);
    compute_ = compute_with<Sha>;
}

template <class Sha>
bool HmacStates::compute_with(const HmacStates& states, std::string_view text, DigestBytes& tag) noexcept {
    Working<Sha> inner(states.inner_.bytes.data());
    if (Sha::update(&inner.context, text.data(), text.size()) != 1) return false;
    if (Sha::finish(tag.data(), &inner.context) != 1) return false;
    Working<Sha> outer(states.outer_.bytes.data());
    return Sha::update(&outer.context, tag.data(), Sha::size) == 1 && Sha::finish(tag.data(), &outer.context) == 1;
}

HmacStates::HmacStates(Algorithm algorithm, ByteView secret) {
    const std::size_t size = traits(algorithm).digest_size;
    if (size == Sha256::size) prepare<Sha256>(secret);
    if (size == Sha384::size) prepare<Sha384>(secret);
    if (size == Sha512::size) prepare<Sha512>(secret);
    require(compute_ != nullptr);
}

HmacStates::~HmacStates() {
    wipe(inner_.bytes.data(), inner_.bytes.size());
    wipe(outer_.bytes.data(), outer_.bytes.size());
}

}  // namespace watchword::jose::detail
