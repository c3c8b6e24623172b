#include <watchword/jose/json.hpp>
#include <watchword/jose/pem.hpp>
#include <watchword/jwt/key_file.hpp>

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace watchword::jwt {
namespace {

constexpr std::int64_t largest_file = 1024 * 1024;

class Descriptor {
  public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const noexcept { return number_; }

  private:
    int number_;
};

FileStamp stamp_of(const struct stat& status) noexcept {
    // The change time, not the modification time: that one can be set back.
    return {.changed_seconds = status.st_ctim.tv_sec,
            .changed_nanoseconds = status.st_ctim.tv_nsec,
            .size = status.st_size,
            .inode = status.st_ino,
            .device = status.st_dev};
}

Error unreadable(const std::filesystem::path& path, std::string_view why) {
    std::string detail = path.string();
    detail.append(": ").append(why);
    return {Error::unreadable_file, std::move(detail)};
}

Error last_failure(const std::filesystem::path& path) {
    return unreadable(path, std::generic_category().message(errno));
}

/// False if the file ends early, or cannot be read.
bool read_all(const Descriptor& file, std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const ssize_t size = ::read(file.number(), out.data(), out.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        out = out.subspan(static_cast<std::size_t>(size));
    }
    return true;
}

Result<jose::VerificationKey> parse_pem(std::string_view text, const jose::JwkDefaults& defaults) {
    const Result<jose::Algorithm> implied = jose::algorithm_for_pem(text);
    if (!implied) return implied.error();
    const bool is_rsa = *implied == jose::Algorithm::RS256;
    return jose::import_verification_key_pem(is_rsa ? defaults.rsa.value_or(*implied) : *implied, text);
}

Result<jose::VerificationKey> parse_one(std::string_view text, bool is_json, const jose::JwkDefaults& defaults) {
    return is_json ? jose::import_verification_key(text, defaults) : parse_pem(text, defaults);
}

bool is_key_set(std::string_view text) {
    const auto document = jose::json::Document::parse_secret_object(text, {.bytes = largest_file});
    return document && document->root().find("keys");
}

}  // namespace

FileStamp FileStamp::of(const std::filesystem::path& path) noexcept {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? stamp_of(status) : FileStamp{};
}

Result<KeyFile> read_key_file(const std::filesystem::path& path) {
    // Not to wait for a writer, should this be a pipe.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) return last_failure(path);
    if (!S_ISREG(status.st_mode)) return unreadable(path, "not a regular file");
    if (status.st_size > largest_file) return unreadable(path, "larger than 1 MiB");
    KeyFile content{.text = SecretBytes(static_cast<std::size_t>(status.st_size)), .stamp = stamp_of(status)};
    if (!read_all(file, content.text.writable())) return unreadable(path, "it changed while it was read");
    return content;
}

Result<std::vector<jose::VerificationKey>> parse_keys(std::string_view text, const jose::JwkDefaults& defaults) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    const bool is_json = start != std::string_view::npos && text[start] == '{';
    if (is_json && is_key_set(text)) return jose::import_key_set(text, defaults);
    Result<jose::VerificationKey> key = parse_one(text, is_json, defaults);
    if (!key) return key.error();
    return std::vector{*std::move(key)};
}

}  // namespace watchword::jwt
