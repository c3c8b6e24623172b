#pragma once
/// Which of several keys a header asks for: one rule for signatures and encryption.

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace watchword::jose {

namespace detail {

template <class Key>
struct OnlyOne {
    const Key* key = nullptr;
    bool several = false;

    void add(const Key& candidate) noexcept {
        several = several || key != nullptr;
        key = &candidate;
    }
    const Key* get() const noexcept { return several ? nullptr : key; }
};

}  // namespace detail

/// The one key of `keys` that has that algorithm and that kid, else the one of that algorithm that has no kid; for a
/// header without a kid, the only one of that algorithm. Null if there is none, or more than one: trying one after the
/// other would let a token choose its key. `Key` is a VerificationKey or a DecryptionKey; the pointer lives as long as
/// `keys` stays unchanged.
template <class Key>
const Key* choose_key(const std::vector<Key>& keys, decltype(std::declval<const Key&>().algorithm()) algorithm,
                      std::optional<std::string_view> kid) noexcept {
    detail::OnlyOne<Key> named;
    detail::OnlyOne<Key> nameless;
    for (const Key& key : keys) {
        if (key.algorithm() != algorithm) continue;
        if (kid && key.kid().empty())
            nameless.add(key);
        else if (!kid || key.kid() == *kid)
            named.add(key);
    }
    return named.key != nullptr ? named.get() : nameless.get();
}

}  // namespace watchword::jose
