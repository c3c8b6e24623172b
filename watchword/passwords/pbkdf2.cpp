#include <watchword/passwords/encoded_fields.hpp>
#include <watchword/passwords/pbkdf2.hpp>

namespace watchword::passwords::pbkdf2 {

std::size_t key_size(crypto::Pbkdf2Hash hash) noexcept {
    switch (hash) {
        case crypto::Pbkdf2Hash::sha1:
            return 20;
        case crypto::Pbkdf2Hash::sha256:
            return 32;
        case crypto::Pbkdf2Hash::sha384:
            return 48;
        case crypto::Pbkdf2Hash::sha512:
            return 64;
    }
    return 0;
}

bool within_caps(const Kind& kind) noexcept {
    return kind.iterations >= 1 && kind.iterations <= max_iterations;
}

std::optional<Kind> take_kind(std::string_view& rest, std::span<const Prefix> prefixes) noexcept {
    for (const auto& [text, hash] : prefixes) {
        if (!take(rest, text)) continue;
        Kind kind{.hash = hash};
        const bool read = take_number(rest, kind.iterations) && take(rest, "$");
        return read && within_caps(kind) ? std::optional(kind) : std::nullopt;
    }
    return std::nullopt;
}

Result<Verified> compare(const SecretBytes& password, const std::optional<Encoded>& stored) {
    if (!stored || !within_caps(stored->kind) || stored->key.size() != key_size(stored->kind.hash))
        return Error(Error::unsupported_password_hash, "PBKDF2 string malformed or above the caps");
    const SecretBytes key =
        crypto::pbkdf2(stored->kind.hash, password.reveal(), stored->salt, stored->kind.iterations, stored->key.size());
    return Verified{constant_time_equal(key.reveal(), stored->key) ? Match::yes : Match::no, Rehash::needed};
}

std::chrono::microseconds cost(const std::optional<Kind>& kind) {
    if (!kind) return std::chrono::microseconds(0);
    // Measured: a million iterations take 220 ms with SHA-1 and SHA-256, 450 ms with the longer ones.
    const bool is_short = kind->hash == crypto::Pbkdf2Hash::sha1 || kind->hash == crypto::Pbkdf2Hash::sha256;
    return std::chrono::microseconds(1 + std::uint64_t{kind->iterations} * (is_short ? 22 : 45) / 100);
}

}  // namespace watchword::passwords::pbkdf2
