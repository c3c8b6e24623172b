#include <watchword/base/crypto.hpp>
#include <watchword/guard/remote/key_set_request.hpp>
#include <watchword/guard/remote/refresh_schedule.hpp>
#include <watchword/guard/remote/remote_keys.hpp>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <system_error>
#include <thread>

namespace watchword::guard {
namespace {

/// Signals are for the threads of the program; this one has a write to a closed connection answered by an error.
void block_all_signals() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

/// What the issuer answered, and what tells one answer from another.
struct KeySet {
    std::vector<jose::VerificationKey> keys;
    crypto::Digest digest;
};

Result<KeySet> read_public_keys(const std::string& body, const jose::JwkDefaults& defaults) {
    auto keys = jose::import_key_set(body, defaults);
    if (!keys) return Error(Error::keys_unavailable, "the issuer's answer is not a JWK Set");
    // What anybody can fetch is no secret: an HMAC key from there would let anybody sign.
    std::erase_if(*keys, [](const jose::VerificationKey& key) { return jose::is_symmetric(key.algorithm()); });
    return KeySet{.keys = *std::move(keys), .digest = crypto::sha256(as_bytes(body))};
}

}  // namespace

/// The set and its state. Each fetch has a thread of its own, which ends before the cache does: there are few, and a
/// process that forks between two of them takes no harm.
class RemoteKeys::Cache {
  public:
    Cache(RemoteKeysOptions options, std::unique_ptr<remote::KeySetRequest> request, const Clock& clock)
        : options_(std::move(options)), request_(std::move(request)), clock_(clock), schedule_(options_) {}

    Result<jose::VerificationKey> find(const jwt::KeyQuery& query) {
        std::unique_lock lock(mutex_);
        const TimePoint now = clock_.now();
        if (schedule_.dead(now)) keys_.reset();
        if (!keys_) return find_in_first_set(query, now, lock);
        if (!schedule_.fresh(now) && schedule_.may_fetch(now)) start_fetch();
        Result<jose::VerificationKey> found = keys_->find(query);
        if (found || !query.kid) return found;
        return find_in_next_set(query, now, lock);
    }

    std::vector<jose::VerificationKey> candidates(const jwt::KeyQuery& query) {
        const std::lock_guard lock(mutex_);
        if (!keys_ || schedule_.dead(clock_.now())) return {};
        return keys_->candidates(query);
    }

    /// Calls off a running fetch and waits for its end; nobody else may be using the cache any more. What libraries
    /// hold is given back here, not by a thread that may outlive their own shutdown.
    void stop() noexcept {
        request_->cancel();
        std::unique_lock lock(mutex_);
        fetch_done_.wait(lock, [this] { return !fetching_; });
        if (fetcher_.joinable()) fetcher_.join();
        keys_.reset();
        request_.reset();
    }

  private:
    Result<jose::VerificationKey> find_in_first_set(const jwt::KeyQuery& query, TimePoint now,
                                                    std::unique_lock<std::mutex>& lock) {
        if (!fetching_ && !schedule_.may_fetch(now)) return unavailable();
        if (!wait_for_fetch(lock) || !keys_) return unavailable();
        Result<jose::VerificationKey> found = keys_->find(query);
        // This fetch has answered for the kid: the next one is due after the cooldown.
        if (!found) schedule_.asked_for_unknown_kid(clock_.now());
        return found;
    }

    /// The kid may be new. One fetch for it, then none until the cooldown is over: kids can be made up.
    Result<jose::VerificationKey> find_in_next_set(const jwt::KeyQuery& query, TimePoint now,
                                                   std::unique_lock<std::mutex>& lock) {
        if (!fetching_ && !schedule_.may_fetch_for_unknown_kid(now)) return not_found();
        schedule_.asked_for_unknown_kid(now);
        if (!wait_for_fetch(lock) || !keys_) return unavailable();
        Result<jose::VerificationKey> found = keys_->find(query);
        return found ? found : not_found();
    }

    /// Starts a fetch unless one is running, and waits for its end. False if it did not end in time.
    bool wait_for_fetch(std::unique_lock<std::mutex>& lock) {
        const std::uint64_t before = fetches_;
        start_fetch();
        const auto limit = options_.total_timeout + Seconds(1);
        return fetch_done_.wait_for(lock, limit, [&] { return fetches_ != before; });
    }

    void start_fetch() {
        if (fetching_) return;
        fetching_ = true;
        try {
            // The one before has given its answer and is on its way out.
            if (fetcher_.joinable()) fetcher_.join();
            fetcher_ = std::thread([this] { fetch(); });
        } catch (const std::system_error&) {
            finish(Error(Error::keys_unavailable, "no thread could be started"), std::nullopt);
        }
    }

    void fetch() noexcept {
        block_all_signals();
        const Result<remote::KeySetResponse> response = request_->run();
        auto set = response ? read_public_keys(response->body, options_.defaults) : response.error();
        const std::lock_guard lock(mutex_);
        finish(std::move(set), response ? response->max_age : std::nullopt);
    }

    /// With the lock held.
    void finish(Result<KeySet> set, std::optional<Seconds> max_age) {
        if (set) {
            adopt(*std::move(set));
            schedule_.fetched(clock_.now(), max_age);
        } else {
            last_failure_ = set.error();
            schedule_.failed(clock_.now());
        }
        fetching_ = false;
        ++fetches_;
        fetch_done_.notify_all();
    }

    /// A set that has not changed keeps its very keys, so that what was verified by them (jwt::TokenCache) stays known.
    void adopt(KeySet set) {
        if (keys_ && set.digest == digest_) return;
        keys_.emplace(std::move(set.keys));
        digest_ = set.digest;
    }

    Error unavailable() const { return last_failure_; }
    Error not_found() const { return schedule_.failing() ? unavailable() : Error(Error::unknown_key); }

    const RemoteKeysOptions options_;
    std::unique_ptr<remote::KeySetRequest> request_;
    const Clock& clock_;

    std::mutex mutex_;
    std::condition_variable fetch_done_;
    remote::RefreshSchedule schedule_;
    std::optional<jwt::StaticKeys> keys_;
    crypto::Digest digest_{};
    Error last_failure_ = Error::keys_unavailable;
    bool fetching_ = false;
    /// Ended before this object does, and before the libraries that it uses are shut down.
    std::thread fetcher_;
    std::uint64_t fetches_ = 0;
};

Result<std::unique_ptr<RemoteKeys>> RemoteKeys::create(RemoteKeysOptions options, const Clock& clock) {
    auto request = remote::KeySetRequest::create(options);
    if (!request) return request.error();
    auto cache = std::make_unique<Cache>(std::move(options), *std::move(request), clock);
    return std::unique_ptr<RemoteKeys>(new RemoteKeys(std::move(cache)));
}

RemoteKeys::RemoteKeys(std::unique_ptr<Cache> cache) noexcept : cache_(std::move(cache)) {}
RemoteKeys::~RemoteKeys() {
    cache_->stop();
}

Result<jose::VerificationKey> RemoteKeys::find(const jwt::KeyQuery& query) const {
    return cache_->find(query);
}

std::vector<jose::VerificationKey> RemoteKeys::candidates(const jwt::KeyQuery& query) const {
    return cache_->candidates(query);
}

}  // namespace watchword::guard
