#include <watchword/auth/limits.hpp>
#include <watchword/auth/rate_table.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

#include <arpa/inet.h>

namespace watchword::auth {
namespace {

constexpr std::size_t v6_size = 16;
constexpr std::size_t v6_network = 8;
constexpr std::array<std::uint8_t, 12> v4_mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::string keyed(char kind, const std::uint8_t* bytes, std::size_t size) {
    std::string key(1, kind);
    key.append(reinterpret_cast<const char*>(bytes), size);
    return key;
}

/// One subscriber: an IPv4 address or an IPv6 network of 64 bits. Empty for any other text.
std::optional<std::string> subscriber_key(std::string_view address) {
    if (address.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string text(address);
    std::array<std::uint8_t, v6_size> bytes;
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return keyed('4', bytes.data(), 4);
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    if (std::memcmp(bytes.data(), v4_mapped.data(), v4_mapped.size()) == 0) return keyed('4', bytes.data() + 12, 4);
    return keyed('6', bytes.data(), v6_network);
}

std::string address_key(std::string_view address) {
    if (auto key = subscriber_key(address)) return std::move(*key);
    std::string literal(1, '?');
    return literal.append(address);
}

/// Names are the same without regard to ASCII case, as in the store.
std::string account_key(std::string_view account) {
    std::string key(account);
    std::ranges::transform(key, key.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return key;
}

/// An account as it is tried from one address. The length in front keeps the two from running together.
std::string pair_key(std::string_view address, std::string_view account) {
    std::string key = address_key(address);
    key.insert(0, std::to_string(key.size()) + ':');
    return key += account_key(account);
}

/// How long a success makes an address familiar.
constexpr Seconds familiar_for = std::chrono::days(30);

Error limited(const char* by, Seconds wait) {
    return Error(Error::rate_limited, by).with_retry_after(wait);
}

}  // namespace

bool is_ip_address(std::string_view text) {
    return subscriber_key(text).has_value();
}

struct SignInLimits::State {
    State(const LimitSettings& settings, Random& random)
        : addresses(settings.per_address, settings.entries / 4, random),
          accounts(settings.per_account, settings.entries / 4, random),
          familiar(Rate{1, familiar_for}, settings.entries / 4, random),
          familiar_failures(settings.per_account, settings.entries / 4, random) {}

    bool is_familiar(std::string_view pair, TimePoint now) const { return familiar.wait(pair, now) > Seconds(0); }

    RateTable addresses;
    RateTable accounts;
    RateTable familiar;           ///< pairs of address and account with a success not long ago
    RateTable familiar_failures;  ///< failures of these pairs
};

SignInLimits::SignInLimits(const LimitSettings& settings, Random& random)
    : state_(std::make_unique<State>(settings, random)) {}

SignInLimits::~SignInLimits() = default;

Result<void> SignInLimits::admit(std::string_view address, std::string_view account, TimePoint now) {
    const Seconds address_wait = state_->addresses.admit(address_key(address), now);
    if (address_wait > Seconds(0)) return limited("address", address_wait);
    const Seconds account_wait = state_->accounts.wait(account_key(account), now);
    if (account_wait == Seconds(0)) return {};
    const std::string pair = pair_key(address, account);
    if (!state_->is_familiar(pair, now)) return limited("account", account_wait);
    const Seconds pair_wait = state_->familiar_failures.wait(pair, now);
    if (pair_wait > Seconds(0)) return limited("account", pair_wait);
    return {};
}

void SignInLimits::note_failure(std::string_view address, std::string_view account, TimePoint now) {
    state_->accounts.count(account_key(account), now);
    const std::string pair = pair_key(address, account);
    if (state_->is_familiar(pair, now)) state_->familiar_failures.count(pair, now);
}

void SignInLimits::note_success(std::string_view address, std::string_view account, TimePoint now) {
    state_->accounts.forget(account_key(account));
    const std::string pair = pair_key(address, account);
    state_->familiar_failures.forget(pair);
    state_->familiar.forget(pair);
    state_->familiar.count(pair, now);
}

}  // namespace watchword::auth
