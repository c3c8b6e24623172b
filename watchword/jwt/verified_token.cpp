#include <watchword/base/secret.hpp>
#include <watchword/jwt/prefetch.hpp>
#include <watchword/jwt/verified_token.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>
#include <stdexcept>

namespace watchword::jwt {
namespace {

// The largest leeway that is ever in force (checks::leeway).
constexpr Seconds longest_leeway = std::chrono::minutes(10);
// For the counter of a shared pointer.
constexpr std::size_t room_in_front = 48;
// What is fetched at once of a token and of its claims set; the rest of larger ones comes as it is read.
constexpr std::size_t usual_text = 1024;
constexpr std::size_t usual_document = 512;

constexpr std::size_t rounded_up_to_words(std::size_t bytes) noexcept {
    return (bytes + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t) * sizeof(std::uint64_t);
}

}  // namespace

/// The parts of the memory of one token.
class VerifiedToken::Block {
  public:
    Block(std::size_t document_size, std::size_t text_size)
        : text_at_(room_in_front + sizeof(VerifiedToken) + rounded_up_to_words(document_size)),
          size_(text_at_ + text_size),
          start_(static_cast<std::byte*>(::operator new(size_))) {}

    void* front() const noexcept { return start_; }
    void* token() const noexcept { return start_ + room_in_front; }
    std::uint64_t* document() const noexcept {
        return reinterpret_cast<std::uint64_t*>(start_ + room_in_front + sizeof(VerifiedToken));
    }
    char* text() const noexcept { return reinterpret_cast<char*>(start_ + text_at_); }
    std::size_t size() const noexcept { return size_; }
    void wipe_and_free() const noexcept {
        wipe(start_, size_);
        ::operator delete(start_);
    }

  private:
    std::size_t text_at_;
    std::size_t size_;
    std::byte* start_;
};

/// The allocator of a shared pointer whose counter stands in front of the token. The counter goes last, and the block
/// with it.
template <class Counter>
class VerifiedToken::InFront {
  public:
    using value_type = Counter;
    explicit InFront(const Block& block) noexcept : block_(block) {}
    template <class Other>
    explicit InFront(const InFront<Other>& other) noexcept : block_(other.block_) {}

    Counter* allocate(std::size_t /*one*/) noexcept {
        static_assert(sizeof(Counter) <= room_in_front && alignof(Counter) <= alignof(std::max_align_t));
        return static_cast<Counter*>(block_.front());
    }
    void deallocate(Counter* /*front*/, std::size_t /*one*/) noexcept { block_.wipe_and_free(); }

  private:
    template <class Other>
    friend class InFront;
    Block block_;
};

VerifiedToken::VerifiedToken(std::string_view text, std::uint64_t hash, const Findings& findings, const Block& block)
    : hash_(hash),
      text_(block.text()),
      text_size_(text.size()),
      bytes_(block.size()),
      key_serial_(findings.key_serial),
      header_(findings.header),
      document_(findings.genuine.document.copied_to(block.document())),
      claims_{.root = document_.root(), .algorithm = header_->algorithm} {
    // The same claims as before, now as views into the copy.
    if (checks::registered_claims(claims_)) throw std::logic_error("a copy of good claims is not good");
    std::memcpy(block.text(), text.data(), text.size());
}

VerifiedToken::Shared VerifiedToken::make(std::string_view text, std::uint64_t hash, const Findings& findings) {
    const Block block(findings.genuine.document.bytes(), text.size());
    return {new (block.token()) VerifiedToken(text, hash, findings, block), Leave{}, InFront<VerifiedToken>(block)};
}

void VerifiedToken::approach(const VerifiedToken* token, std::size_t text_size) noexcept {
    const std::size_t size = room_in_front + sizeof(VerifiedToken) + usual_document + std::min(text_size, usual_text);
    prefetch(reinterpret_cast<const std::byte*>(token) - room_in_front, size);
}

bool VerifiedToken::is_dead(TimePoint now) const noexcept {
    return !claims().expires_at || now >= *claims().expires_at + longest_leeway;
}

}  // namespace watchword::jwt
