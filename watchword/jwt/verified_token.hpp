#pragma once
/// A token that was accepted once, with what its verification found. Internal to jwt.

#include <watchword/jwt/header.hpp>
#include <watchword/jwt/verification.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace watchword::jwt {

/// All of it depends on the token and the key alone. It lies in one block with the text of the token, which is wiped
/// when the last who shares it lets go.
class VerifiedToken {
  public:
    using Shared = std::shared_ptr<const VerifiedToken>;
    /// What was found: the header, the key by its serial, the claims.
    struct Findings {
        SharedHeader header;
        std::uint64_t key_serial;
        verification::Genuine genuine;
    };
    /// `hash` is whatever finds the token again.
    static Shared make(std::string_view text, std::uint64_t hash, const Findings& findings);

    std::string_view text() const noexcept { return {reinterpret_cast<const char*>(this + 1), size_}; }
    std::uint64_t hash() const noexcept { return hash_; }
    const Header& header() const noexcept { return *findings_.header; }
    std::uint64_t key_serial() const noexcept { return findings_.key_serial; }
    const checks::RegisteredClaims& claims() const noexcept { return findings_.genuine.claims; }
    /// The claims set; it keeps the token.
    static jose::json::Document document(Shared token) {
        const jose::json::Document& document = token->findings_.genuine.document;
        return document.kept_by(std::move(token));
    }
    /// Of memory, the claims set and all.
    std::size_t bytes() const noexcept { return sizeof *this + size_ + findings_.genuine.document.bytes(); }
    /// True if no requirements can accept it any more, however large their leeway.
    bool is_dead(TimePoint now) const noexcept;

    /// Whether it was asked for since somebody last looked.
    bool is_used() const noexcept { return used_.load(std::memory_order_relaxed); }
    /// Written only if it changes: a store would take the line from the other cores each time.
    void set_used(bool used) const noexcept {
        if (is_used() != used) used_.store(used, std::memory_order_relaxed);
    }

  private:
    struct Leave {
        void operator()(VerifiedToken* token) const noexcept;
    };
    VerifiedToken(std::string_view text, std::uint64_t hash, const Findings& findings);
    ~VerifiedToken() = default;

    std::uint64_t hash_;
    std::size_t size_;
    mutable std::atomic<bool> used_{false};
    Findings findings_;
};

}  // namespace watchword::jwt
