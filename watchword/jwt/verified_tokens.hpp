#pragma once
/// Where `TokenCache` keeps its tokens: parts with a share of the bytes each, in each part sets of eight places.
/// Internal to jwt.

#include <watchword/base/secret.hpp>
#include <watchword/jwt/token_cache.hpp>
#include <watchword/jwt/verification.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>

namespace watchword::jwt {

/// A token that was verified, in one block of memory with its text, which is wiped when it leaves.
class VerifiedToken {
  public:
    struct Leave {
        void operator()(VerifiedToken* token) const noexcept;
    };
    using Owner = std::unique_ptr<VerifiedToken, Leave>;
    static Owner make(std::string_view token, std::uint64_t key_serial, const verification::Genuine& genuine);

    std::string_view token() const noexcept { return {reinterpret_cast<const char*>(this + 1), size_}; }
    std::uint64_t key_serial() const noexcept { return key_serial_; }
    const verification::Genuine& genuine() const noexcept { return genuine_; }
    std::size_t bytes() const noexcept { return bytes_; }
    /// True if no requirements can accept it any more, however large their leeway.
    bool is_dead(TimePoint now) const noexcept;

    /// Asked for since the last look.
    std::atomic<bool> used{false};

  private:
    VerifiedToken(std::string_view token, std::uint64_t key_serial, const verification::Genuine& genuine);
    ~VerifiedToken() = default;

    std::uint64_t key_serial_;
    std::size_t size_;
    std::size_t bytes_;
    verification::Genuine genuine_;
};

class VerifiedTokens {
  public:
    VerifiedTokens(const TokenCache::Capacity& capacity, Random& random);
    ~VerifiedTokens() { clear(); }
    VerifiedTokens(const VerifiedTokens&) = delete;
    VerifiedTokens& operator=(const VerifiedTokens&) = delete;

    /// A token and where it would be.
    struct Sought {
        std::string_view token;
        /// Empty if no genuine token looks like that.
        std::optional<std::uint64_t> hash;
    };
    /// Called first, so that the places where the token may be are near when they are needed.
    Sought seek(std::string_view token) const noexcept;
    /// Called a while later, so that what rests there is near, too.
    void approach(const Sought& sought) const noexcept;

    /// The content of a token, or what forbids it.
    using Judged = Result<jose::json::Document>;
    /// Judges a token that is known; empty unless that very key verified it. If another did, it is forgotten.
    std::optional<Judged> find(const Sought& sought, std::uint64_t key_serial, const Requirements& required,
                               TimePoint now);
    /// For accepted tokens only.
    void remember(const Sought& sought, std::uint64_t key_serial, const verification::Genuine& genuine, TimePoint now);
    void forget(const Sought& sought) noexcept;
    void forget_key(std::uint64_t key_serial) noexcept;
    void clear() noexcept;
    TokenCache::Figures figures() const noexcept;

  private:
    static constexpr std::size_t places_of_a_set = 8;
    static constexpr std::size_t most_parts = 64;
    static constexpr auto relaxed = std::memory_order_relaxed;

    /// Changed with all stripes locked. Atomic because `approach` looks before it has a lock, but follows no pointer.
    struct alignas(64) Set {
        std::array<std::atomic<std::uint64_t>, places_of_a_set> hashes{};
        std::array<std::atomic<VerifiedToken*>, places_of_a_set> tokens{};
        std::array<std::atomic<const void*>, places_of_a_set> documents{};

        VerifiedToken* token(std::size_t index) const noexcept { return tokens[index].load(relaxed); }
        /// A bit for each place with that hash. All are looked at: which one it is, no processor foresees.
        std::uint32_t places_with(std::uint64_t hash) const noexcept {
            std::uint32_t bits = 0;
            for (std::size_t i = 0; i < places_of_a_set; ++i)
                bits |= static_cast<std::uint32_t>(hashes[i].load(relaxed) == hash) << i;
            return bits;
        }
    };
    struct alignas(64) Part {
        std::unique_ptr<Set[]> sets;
        /// The place that is looked at next when one must leave.
        std::size_t turn = 0;
        std::size_t tokens = 0;
        std::size_t bytes = 0;
    };
    /// The lock of some threads. Who looks takes that of its own, which no other core has touched; who changes anything
    /// takes all. Changes are rare: they follow a verification.
    struct alignas(64) Stripe {
        std::mutex mutex;
        std::uint64_t hits = 0;
        std::uint64_t misses = 0;
    };
    using Stripes = std::array<Stripe, 16>;
    class AllStripes {
      public:
        explicit AllStripes(Stripes& stripes) : stripes_(stripes) {
            for (Stripe& stripe : stripes_)
                stripe.mutex.lock();
        }
        ~AllStripes() {
            for (Stripe& stripe : stripes_)
                stripe.mutex.unlock();
        }
        AllStripes(const AllStripes&) = delete;
        AllStripes& operator=(const AllStripes&) = delete;

      private:
        Stripes& stripes_;
    };
    Stripe& stripe_of_this_thread() const noexcept;

    /// One place of a part; no `set` means none.
    struct Place {
        Set* set = nullptr;
        std::size_t index = 0;
    };

    std::optional<std::uint64_t> hash(std::string_view token) const noexcept;
    std::span<Part> parts() const noexcept { return {parts_.get(), count_of_parts_}; }
    // Both counts are powers of two.
    Part& part_of(std::uint64_t hash) const noexcept { return parts_[hash & (count_of_parts_ - 1)]; }
    Set& set_of(Part& part, std::uint64_t hash) const noexcept {
        return part.sets[hash / most_parts & (sets_of_a_part_ - 1)];
    }
    static Place find_in(Set& set, const Sought& sought) noexcept;
    bool holds(const Sought& sought) const noexcept;
    static std::size_t place_for_another(Part& part, Set& set, TimePoint now) noexcept;
    void make_room(Part& part, std::size_t bytes, TimePoint now) const noexcept;
    static void enter(Part& part, Place place, std::uint64_t hash, VerifiedToken::Owner token) noexcept;
    static void leave(Part& part, Place place) noexcept;
    /// Lets all leave for which `condition` holds.
    template <class Condition>
    void leave_if(Condition condition) noexcept;

    SecretBytes secret_;
    std::size_t count_of_parts_;
    std::size_t sets_of_a_part_;
    std::size_t bytes_of_a_part_;
    std::unique_ptr<Part[]> parts_;
    std::unique_ptr<Stripes> stripes_;
};

}  // namespace watchword::jwt
