#include <watchword/base/secret.hpp>
#include <watchword/jwt/verified_token.hpp>

#include <chrono>
#include <cstring>
#include <new>

namespace watchword::jwt {
namespace {

// The largest leeway that is ever in force (checks::leeway).
constexpr Seconds longest_leeway = std::chrono::minutes(10);

}  // namespace

VerifiedToken::VerifiedToken(std::string_view text, std::uint64_t hash, const Findings& findings)
    : hash_(hash), size_(text.size()), findings_(findings) {
    std::memcpy(reinterpret_cast<char*>(this + 1), text.data(), text.size());
}

VerifiedToken::Shared VerifiedToken::make(std::string_view text, std::uint64_t hash, const Findings& findings) {
    void* const memory = ::operator new(sizeof(VerifiedToken) + text.size());
    return {new (memory) VerifiedToken(text, hash, findings), Leave{}};
}

void VerifiedToken::Leave::operator()(VerifiedToken* token) const noexcept {
    wipe(reinterpret_cast<char*>(token + 1), token->size_);
    token->~VerifiedToken();
    ::operator delete(token);
}

bool VerifiedToken::is_dead(TimePoint now) const noexcept {
    return !claims().expires_at || now >= *claims().expires_at + longest_leeway;
}

}  // namespace watchword::jwt
