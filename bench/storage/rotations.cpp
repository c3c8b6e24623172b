/// How many durable refresh rotations a second does the embedded store make, by the number of callers?
///
///     bench_storage [families] [seconds]
///
/// The file lies in TMPDIR: use the disk that is meant. While it runs, `purge` erases sealed successors twice a second,
/// as a server does.

#include <watchword/storage/sqlite/sqlite_store.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace watchword;
using SteadyClock = std::chrono::steady_clock;

[[noreturn]] void give_up(const Error& error) {
    std::fprintf(stderr, "%s: %s\n", std::string(error.name()).c_str(), error.detail().c_str());
    std::exit(1);
}

crypto::Digest digest_of(std::uint64_t family, std::uint64_t generation) {
    std::mt19937_64 mix(family * 1000003 + generation);
    crypto::Digest digest{};
    for (std::size_t at = 0; at < digest.size(); at += 8) {
        const std::uint64_t word = mix();
        std::memcpy(digest.data() + at, &word, sizeof word);
    }
    return digest;
}

TimePoint now() {
    return SystemClock().now();
}

void open_one(auth::Store& store, std::uint64_t number) {
    const TimePoint start = now();
    auth::Session session{.id = "session-with-22-chars-" + std::to_string(number),
                          .user_id = "user",
                          .client_id = "watchword",
                          .cookie_hash = {},
                          .created_at = start,
                          .last_used_at = start,
                          .idle_expires_at = start + std::chrono::hours(24),
                          .expires_at = start + std::chrono::hours(240),
                          .ended_at = {},
                          .address = "192.0.2.1",
                          .user_agent = "bench"};
    auth::RefreshFamily family;
    family.handle_hash = digest_of(number, 0);
    family.current_hash = digest_of(number, 1);
    family.rotated_at = start;
    family.session_id = session.id;
    family.user_id = session.user_id;
    family.client_id = session.client_id;
    family.scope = "openid profile";
    family.audience = "https://api.example.com";
    family.created_at = start;
    family.idle_expires_at = session.idle_expires_at;
    family.expires_at = session.expires_at;
    if (Result<void> opened = store.sessions().open(session, &family); !opened) give_up(opened.error());
}

void fill(auth::Store& store, std::uint64_t families) {
    if (Result<void> added = store.users().add({.id = "user", .name = "user", .email = {}, .password_hash = {}});
        !added) {
        give_up(added.error());
    }
    std::atomic<std::uint64_t> next{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 64; ++thread) {
        threads.emplace_back([&] {
            for (std::uint64_t number = next++; number < families; number = next++) {
                open_one(store, number);
            }
        });
    }
}

/// Each caller owns every n-th family, so that it knows which token is current.
void rotate_until(auth::Store& store, SteadyClock::time_point end, std::uint64_t first, std::uint64_t step,
                  std::vector<std::uint32_t>& generations, std::vector<float>& milliseconds) {
    std::mt19937_64 random(first);
    const std::uint64_t owned = (generations.size() - first + step - 1) / step;
    auth::RotationRequest request;
    request.client_id = "watchword";
    request.sealed_successor.assign(60, 7);
    while (SteadyClock::now() < end) {
        const std::uint64_t number = first + step * (random() % owned);
        const std::uint32_t generation = generations[number]++;
        request.handle_hash = digest_of(number, 0);
        request.presented_hash = digest_of(number, generation);
        request.successor_hash = digest_of(number, generation + 1);
        request.now = now();
        request.idle_expires_at = request.now + std::chrono::hours(24);
        const auto before = SteadyClock::now();
        Result<auth::Rotation> rotation = store.sessions().rotate(request);
        if (!rotation) give_up(rotation.error());
        if (rotation->outcome != auth::RotationOutcome::rotated) give_up(Error(Error::internal, "not rotated"));
        milliseconds.push_back(std::chrono::duration<float, std::milli>(SteadyClock::now() - before).count());
    }
}

void purge_until(auth::Store& store, SteadyClock::time_point end) {
    while (SteadyClock::now() < end) {
        for (Result<bool> more = true; more && *more;) {
            more = store.sessions().purge(now(), Seconds(1));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
}

void measure(auth::Store& store, std::vector<std::uint32_t>& generations, std::uint64_t callers, int seconds,
             bool purging) {
    const auto start = SteadyClock::now();
    const auto end = start + std::chrono::seconds(seconds);
    std::vector<std::vector<float>> samples(callers);
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t caller = 0; caller < callers; ++caller) {
            threads.emplace_back(
                [&, caller] { rotate_until(store, end, caller, callers, generations, samples[caller]); });
        }
        if (purging) threads.emplace_back([&] { purge_until(store, end); });
    }
    const double elapsed = std::chrono::duration<double>(SteadyClock::now() - start).count();
    std::vector<float> all;
    for (const std::vector<float>& some : samples) {
        all.insert(all.end(), some.begin(), some.end());
    }
    std::ranges::sort(all);
    const auto percentile = [&](double p) {
        return all[static_cast<std::size_t>(p * static_cast<double>(all.size() - 1))];
    };
    std::printf("| %7llu | %7s | %11.0f | %6.2f | %6.2f | %6.2f |\n", static_cast<unsigned long long>(callers),
                purging ? "yes" : "no", static_cast<double>(all.size()) / elapsed, percentile(0.5), percentile(0.99),
                percentile(1.0));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t families = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200'000;
    const int seconds = argc > 2 ? std::atoi(argv[2]) : 5;
    std::string folder = (std::filesystem::temp_directory_path() / "bench_storage.XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return 1;
    {
        const Log log = Log::silent();
        auto store = storage::sqlite::SqliteStore::open({.file = folder + "/watchword.db", .vfs = {}}, log);
        if (!store) give_up(store.error());
        fill(**store, families);
        std::vector<std::uint32_t> generations(families, 1);
        std::printf(
            "%llu families\n\n| callers | erasing | rotations/s | p50 ms | p99 ms | max ms "
            "|\n|---|---|---|---|---|---|\n",
            static_cast<unsigned long long>(families));
        for (const std::uint64_t callers : {1, 8, 32}) {
            measure(**store, generations, callers, seconds, false);
            measure(**store, generations, callers, seconds, true);
        }
    }
    std::filesystem::remove_all(folder);
    return 0;
}
