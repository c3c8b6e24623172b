#include <watchword/base/crypto.hpp>
#include <watchword/jwt/file_keys.hpp>
#include <watchword/jwt/key_file.hpp>

#include <atomic>
#include <mutex>
#include <utility>

namespace watchword::jwt {

class FileKeys::Contents {
  public:
    Contents(std::filesystem::path path, const Clock& clock, const Options& options)
        : path_(std::move(path)), clock_(clock), options_(options), checked_at_(milliseconds(clock.now())) {}

    /// Reads the file, whatever its stamp says.
    std::optional<Error> load();
    /// For all threads: whoever comes first when the interval is over looks at the file, the others go on with the keys
    /// there are.
    void reload_if_due();
    std::shared_ptr<const StaticKeys> keys() const;
    std::optional<Error> last_error() const;

  private:
    /// Since 1970.
    static std::int64_t milliseconds(TimePoint time) noexcept { return time.time_since_epoch().count(); }
    /// Also if the clock was set back, however far.
    bool is_due(TimePoint now) const noexcept {
        const std::int64_t since = milliseconds(now) - checked_at_.load();
        return since < 0 || since >= options_.check_interval.count();
    }
    bool looks_unchanged() const noexcept;
    void publish(std::vector<jose::VerificationKey> keys);
    std::optional<Error> note(std::optional<Error> error);

    const std::filesystem::path path_;
    const Clock& clock_;
    const Options options_;

    std::atomic<std::int64_t> checked_at_;
    // Only whoever holds `checking_` looks at the file, and at these three.
    std::mutex checking_;
    FileStamp stamp_;
    bool stamp_is_settled_ = false;
    crypto::Digest digest_{};

    // Held for a copy or a swap only, never while a file is read.
    mutable std::mutex mutex_;
    std::shared_ptr<const StaticKeys> keys_;
    std::optional<Error> last_error_;
};

std::optional<Error> FileKeys::Contents::load() {
    const Result<KeyFile> file = read_key_file(path_);
    if (!file) return note(file.error());
    const crypto::Digest digest = crypto::sha256(file->text.reveal());
    const bool is_new = keys_ == nullptr || digest != digest_;
    if (is_new) {
        auto parsed = parse_keys(file->text.reveal_text(), options_.defaults);
        // The stamp stays the old one: what is half written now is looked at again.
        if (!parsed) return note(Error(parsed.error().code(), path_.string() + ": " + parsed.error().detail()));
        publish(*std::move(parsed));
        digest_ = digest;
    }
    // Two writes within one tick of the file system's clock leave the same stamp. It is trusted when the content was
    // the same an interval later.
    stamp_is_settled_ = !is_new && file->stamp == stamp_;
    stamp_ = file->stamp;
    return note(std::nullopt);
}

void FileKeys::Contents::reload_if_due() {
    const TimePoint now = clock_.now();
    if (!is_due(now)) return;
    const std::unique_lock checking(checking_, std::try_to_lock);
    if (!checking || !is_due(now)) return;
    checked_at_.store(milliseconds(now));
    if (!looks_unchanged()) load();
}

bool FileKeys::Contents::looks_unchanged() const noexcept {
    return stamp_is_settled_ && FileStamp::of(path_) == stamp_;
}

void FileKeys::Contents::publish(std::vector<jose::VerificationKey> keys) {
    auto fresh = std::make_shared<const StaticKeys>(std::move(keys));
    const std::lock_guard lock(mutex_);
    keys_.swap(fresh);
}

std::optional<Error> FileKeys::Contents::note(std::optional<Error> error) {
    const std::lock_guard lock(mutex_);
    last_error_ = error;
    return error;
}

std::shared_ptr<const StaticKeys> FileKeys::Contents::keys() const {
    const std::lock_guard lock(mutex_);
    return keys_;
}

std::optional<Error> FileKeys::Contents::last_error() const {
    const std::lock_guard lock(mutex_);
    return last_error_;
}

FileKeys::FileKeys(std::unique_ptr<Contents> contents) noexcept : contents_(std::move(contents)) {}
FileKeys::~FileKeys() = default;

Result<std::unique_ptr<FileKeys>> FileKeys::open(const std::filesystem::path& path, const Clock& clock,
                                                 const Options& options) {
    auto contents = std::make_unique<Contents>(path, clock, options);
    if (const auto error = contents->load()) return *error;
    return std::unique_ptr<FileKeys>(new FileKeys(std::move(contents)));
}

Result<jose::VerificationKey> FileKeys::find(const KeyQuery& query) const {
    contents_->reload_if_due();
    return contents_->keys()->find(query);
}

std::vector<jose::VerificationKey> FileKeys::candidates(const KeyQuery& query) const {
    return contents_->keys()->candidates(query);
}

std::optional<Error> FileKeys::last_error() const {
    return contents_->last_error();
}

}  // namespace watchword::jwt
