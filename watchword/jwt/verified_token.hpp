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

/// All of it depends on the token and the key alone. It lies in one block: the counter of those who share it, itself,
/// the claims set, the text of the token. So whoever has its address can have all of it fetched at once, and no part
/// is waited for that another part points to. The block is wiped when the last who shares it lets go.
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
    VerifiedToken(const VerifiedToken&) = delete;
    VerifiedToken& operator=(const VerifiedToken&) = delete;

    /// Has the processor fetch the block of a token that might have a text of that size. Reads nothing itself.
    static void approach(const VerifiedToken* token, std::size_t text_size) noexcept;

    std::string_view text() const noexcept { return {text_, text_size_}; }
    std::uint64_t hash() const noexcept { return hash_; }
    const Header& header() const noexcept { return *header_; }
    std::uint64_t key_serial() const noexcept { return key_serial_; }
    const checks::RegisteredClaims& claims() const noexcept { return claims_; }
    /// The claims set; it keeps the token.
    static jose::json::Document document(Shared token) noexcept {
        const jose::json::Document& document = token->document_;
        return document.kept_by(std::move(token));
    }
    /// Of memory, the claims set and all.
    std::size_t bytes() const noexcept { return bytes_; }
    /// True if no requirements can accept it any more, however large their leeway.
    bool is_dead(TimePoint now) const noexcept;

    /// Whether it was asked for since somebody last looked.
    bool is_used() const noexcept { return used_.load(std::memory_order_relaxed); }
    /// Written only if it changes: a store would take the line from the other cores each time.
    void set_used(bool used) const noexcept {
        if (is_used() != used) used_.store(used, std::memory_order_relaxed);
    }

  private:
    class Block;
    template <class Counter>
    class InFront;
    struct Leave {
        void operator()(VerifiedToken* token) const noexcept { token->~VerifiedToken(); }
    };
    VerifiedToken(std::string_view text, std::uint64_t hash, const Findings& findings, const Block& block);
    ~VerifiedToken() = default;

    std::uint64_t hash_;
    const char* text_;
    std::size_t text_size_;
    std::size_t bytes_;
    std::uint64_t key_serial_;
    SharedHeader header_;
    jose::json::Document document_;
    checks::RegisteredClaims claims_;
    mutable std::atomic<bool> used_{false};
};

}  // namespace watchword::jwt
