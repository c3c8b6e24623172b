#pragma once
/// SHA-2 as the signature algorithms need it. Fetched from OpenSSL once; each thread has its own working state.

#include <watchword/base/bytes.hpp>
#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/openssl_handles.hpp>

#include <array>
#include <string_view>

namespace watchword::jose::detail {

/// Room for the longest, SHA-512.
using DigestBytes = std::array<std::uint8_t, 64>;

/// The hash of an algorithm; lives for ever. Throws std::runtime_error for EdDSA, which has none.
const EVP_MD* digest_of(Algorithm algorithm);

/// This thread's working state, whatever it held before; null if memory is out.
EVP_MD_CTX* thread_digest_context() noexcept;

/// Writes the hash of `text` to the front of `out`. False only if OpenSSL fails.
bool hash(const EVP_MD* digest, std::string_view text, DigestBytes& out) noexcept;

}  // namespace watchword::jose::detail
