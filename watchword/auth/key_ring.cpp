#include <watchword/auth/key_ring.hpp>
#include <watchword/auth/sealed_keys.hpp>
#include <watchword/jose/jwk.hpp>

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace watchword::auth {
namespace {

/// Guards may tolerate clocks that are this wrong (jwt::Requirements::leeway): a token lives so much longer for them.
constexpr Seconds greatest_leeway{600};

struct Entry {
    KeyRecord record;
    jose::SigningKey key;
    jose::VerificationKey verification_key;
};

/// The keys at one moment; never changed, only replaced.
struct Snapshot {
    std::vector<Entry> entries;
    std::shared_ptr<const std::string> jwks;
};

bool is_published(const KeyRecord& record, TimePoint now) noexcept {
    return !record.published_until || now < *record.published_until;
}

bool signs_at(const KeyRecord& record, TimePoint now) noexcept {
    return record.signs_from <= now && (!record.signs_until || now < *record.signs_until);
}

Result<std::shared_ptr<const Snapshot>> make_snapshot(const std::vector<KeyRecord>& records, const KeySealer& sealer,
                                                      TimePoint now) {
    auto snapshot = std::make_shared<Snapshot>();
    std::vector<jose::VerificationKey> published;
    for (const KeyRecord& record : records) {
        if (!is_published(record, now)) continue;
        auto key = sealer.open(record);
        if (!key) return key.error();
        published.push_back(key->verification_key());
        snapshot->entries.push_back({record, std::move(*key), published.back()});
    }
    auto jwks = jose::export_key_set(published);
    if (!jwks) return jwks.error();
    snapshot->jwks = std::make_shared<const std::string>(std::move(*jwks));
    return std::shared_ptr<const Snapshot>(std::move(snapshot));
}

bool is_lasting(const KeyRecord& record) noexcept {
    return !record.signs_until;
}

}  // namespace

struct KeyRing::State {
    State(KeyStore& given_store, const SecretBytes& master_key, const Settings& given_settings, Random& given_random)
        : store(given_store), settings(given_settings), random(given_random), sealer(master_key) {}

    /// Copying a pointer under a lock takes some 20 ns; a signature takes a thousand times as long.
    std::shared_ptr<const Snapshot> current() const {
        const std::lock_guard lock(mutex);
        return snapshot;
    }

    Result<void> load(TimePoint now) {
        // One reader of the store at a time, or an old answer could overtake a new one.
        const std::lock_guard one_at_a_time(loading);
        const auto records = store.list();
        if (!records) return records.error();
        auto made = make_snapshot(*records, sealer, now);
        if (!made) return made.error();
        const std::lock_guard lock(mutex);
        snapshot = std::move(*made);
        return {};
    }

    /// Two processes that start at once agree on one key: the store takes one of the two.
    Result<void> ensure_key(TimePoint now) {
        const auto records = store.list();
        if (!records) return records.error();
        // First, lest a wrong master key adds a key that the right one cannot open.
        if (auto readable = make_snapshot(*records, sealer, now); !readable) return readable.error();
        // One of another algorithm will do: a command that was started with another configuration only looks.
        if (std::ranges::any_of(*records, is_lasting)) return {};
        const auto added = store.add_if_none(sealer.generate(settings.signing_algorithm, now, now, random));
        if (!added) return added.error();
        return {};
    }

    KeyStore& store;
    const Settings& settings;
    Random& random;
    const KeySealer sealer;
    std::mutex loading;
    mutable std::mutex mutex;
    std::shared_ptr<const Snapshot> snapshot;
};

KeyRing::KeyRing(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
KeyRing::~KeyRing() = default;

Result<std::unique_ptr<KeyRing>> KeyRing::open(KeyStore& store, SecretBytes master_key, const Settings& settings,
                                               Random& random, TimePoint now) {
    auto state = std::make_unique<State>(store, master_key, settings, random);
    if (auto ensured = state->ensure_key(now); !ensured) return ensured.error();
    if (auto loaded = state->load(now); !loaded) return loaded.error();
    return std::unique_ptr<KeyRing>(new KeyRing(std::move(state)));
}

Result<void> KeyRing::reload(TimePoint now) {
    return state_->load(now);
}

jose::SigningKey KeyRing::signing_key(TimePoint now) const {
    const auto snapshot = state_->current();
    const Entry* best = nullptr;
    const Entry* newest = nullptr;
    for (const Entry& entry : snapshot->entries) {
        newest = &entry;
        if (!signs_at(entry.record, now)) continue;
        if (best == nullptr || entry.record.signs_from >= best->record.signs_from) best = &entry;
    }
    // None is due: the clock has been set back. A key that is published is better than none.
    if (best == nullptr) best = newest;
    if (best == nullptr) throw std::logic_error("the key ring is empty");
    return best->key;
}

std::shared_ptr<const std::string> KeyRing::jwks_json() const {
    return state_->current()->jwks;
}

Result<jose::VerificationKey> KeyRing::find(const jwt::KeyQuery& query) const {
    const auto snapshot = state_->current();
    const Entry* found = nullptr;
    for (const Entry& entry : snapshot->entries) {
        if (entry.verification_key.algorithm() != query.algorithm) continue;
        if (query.kid && entry.record.kid != *query.kid) continue;
        if (found != nullptr) return Error(Error::unknown_key, "several keys and no kid");
        found = &entry;
    }
    if (found == nullptr) return Error::unknown_key;
    return found->verification_key;
}

Result<std::string> KeyRing::rotate(RotationTiming timing, TimePoint now) {
    const Lifetimes& lifetimes = state_->settings.lifetimes;
    const TimePoint takes_over = timing == RotationTiming::at_once ? now : now + lifetimes.key_publication;
    const KeyRecord next = state_->sealer.generate(state_->settings.signing_algorithm, now, takes_over, state_->random);
    const TimePoint last_token_dies = takes_over + lifetimes.access_token + greatest_leeway;
    if (auto rotated = state_->store.rotate(next, takes_over, last_token_dies); !rotated) return rotated.error();
    if (auto loaded = state_->load(now); !loaded) return loaded.error();
    return next.kid;
}

Result<bool> KeyRing::follow_algorithm(TimePoint now) {
    const auto records = state_->store.list();
    if (!records) return records.error();
    const std::string_view configured = jose::name(state_->settings.signing_algorithm);
    const bool follows = std::ranges::none_of(
        *records, [&](const KeyRecord& record) { return is_lasting(record) && record.algorithm != configured; });
    if (follows) return false;
    if (auto rotated = rotate(RotationTiming::after_publication, now); !rotated) return rotated.error();
    return true;
}

Result<std::size_t> KeyRing::remove_retired(TimePoint now) {
    auto removed = state_->store.remove_retired(now);
    if (!removed) return removed.error();
    if (auto loaded = state_->load(now); !loaded) return loaded.error();
    return removed;
}

Result<std::vector<KeyRecord>> KeyRing::list() const {
    return state_->store.list();
}

}  // namespace watchword::auth
