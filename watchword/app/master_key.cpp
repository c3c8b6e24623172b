#include <watchword/app/descriptor.hpp>
#include <watchword/app/master_key.hpp>
#include <watchword/jose/base64url.hpp>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

namespace watchword::app {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t longest_file = 256;

Error failed(Error::Code code, const std::filesystem::path& path, const std::string& why) {
    return {code, path.string() + ": " + why};
}

Error write_failed(const std::filesystem::path& path) {
    return failed(errno == ENOSPC ? Error::storage_full : Error::unwritable_file, path, std::strerror(errno));
}

int hex_digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

std::optional<SecretBytes> parse_hex(std::string_view text) {
    SecretBytes key(key_size);
    for (std::size_t i = 0; i < key_size; ++i) {
        const int high = hex_digit(text[2 * i]);
        const int low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        key.writable()[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return key;
}

Error not_a_key(const std::string& source) {
    return {Error::invalid_key, source + " must hold 32 bytes as 64 hex digits or 43 characters of base64url."};
}

enum class Readers : std::uint8_t { owner_only, anyone };

/// Empty optional: there is no such file.
Result<std::optional<SecretBytes>> read_key_file(const std::filesystem::path& path, Readers readers) {
    using Found = std::optional<SecretBytes>;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file && errno == ENOENT) return Found();
    if (!file) return failed(Error::unreadable_file, path, std::strerror(errno));
    struct stat facts {};
    if (::fstat(file.get(), &facts) != 0) return failed(Error::unreadable_file, path, std::strerror(errno));
    if (readers == Readers::owner_only && (facts.st_mode & 077) != 0) {
        return failed(Error::unreadable_file, path, "others may read it; run: chmod 600 " + path.string());
    }
    SecretBytes text(longest_file);
    const ssize_t size = ::read(file.get(), text.writable().data(), text.size());
    if (size < 0) return failed(Error::unreadable_file, path, std::strerror(errno));
    auto key = parse_master_key(text.reveal_text().substr(0, static_cast<std::size_t>(size)));
    if (!key) return not_a_key(path.string());
    return Found(std::move(*key));
}

Result<void> write_all(int file, std::string_view text, const std::filesystem::path& path) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return write_failed(path);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0) return write_failed(path);
    return {};
}

SecretBytes as_hex_line(const SecretBytes& key) {
    constexpr std::string_view digits = "0123456789abcdef";
    SecretBytes line(2 * key.size() + 1);
    std::size_t at = 0;
    for (const std::uint8_t byte : key.reveal()) {
        line.writable()[at++] = static_cast<std::uint8_t>(digits[byte >> 4]);
        line.writable()[at++] = static_cast<std::uint8_t>(digits[byte & 15]);
    }
    line.writable()[at] = '\n';
    return line;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor || ::fsync(descriptor.get()) != 0) return write_failed(folder);
    return {};
}

/// Writes a temporary file, then links it to its name: whoever sees the name sees a whole key, and who comes second
/// gets EEXIST and takes the key that is there.
Result<void> create_key_file(const std::filesystem::path& path, Random& random) {
    const std::filesystem::path draft = path.string() + ".new-" + to_hex(random.bytes(8));
    const Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return write_failed(draft);
    auto written = write_all(file.get(), as_hex_line(random.secret(key_size)).reveal_text(), draft);
    if (written && ::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) written = write_failed(path);
    ::unlink(draft.c_str());
    if (!written) return written;
    return sync_folder(path.parent_path());
}

}  // namespace

MasterKeySources master_key_sources(const std::filesystem::path& file, const std::filesystem::path& database) {
    MasterKeySources sources;
    if (const char* key = std::getenv("WATCHWORD_MASTER_KEY")) sources.environment = SecretBytes(std::string_view(key));
    if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) {
        sources.credential = std::filesystem::path(folder) / "master.key";
    }
    sources.file = file;
    std::error_code unknown;
    if (std::filesystem::exists(database, unknown)) sources.sealed = MasterKeySources::Sealed::something;
    return sources;
}

std::optional<SecretBytes> parse_master_key(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.size() == 2 * key_size) return parse_hex(text);
    SecretBytes key(key_size);
    const bool decoded =
        jose::decoded_size(text.size()) == key_size && jose::decode_base64url(text, key.writable().data());
    return decoded ? std::optional(std::move(key)) : std::nullopt;
}

Result<SecretBytes> load_master_key(const MasterKeySources& sources, Random& random) {
    if (sources.environment) {
        auto key = parse_master_key(sources.environment->reveal_text());
        if (!key) return not_a_key("WATCHWORD_MASTER_KEY");
        return std::move(*key);
    }
    if (!sources.credential.empty()) {
        auto key = read_key_file(sources.credential, Readers::anyone);
        if (!key) return key.error();
        if (*key) return std::move(**key);
    }
    auto key = read_key_file(sources.file, Readers::owner_only);
    if (!key) return key.error();
    if (*key) return std::move(**key);
    if (sources.sealed == MasterKeySources::Sealed::something) {
        return failed(Error::unreadable_file, sources.file,
                      "the master key is missing; put back the one that belongs to this data");
    }
    if (auto created = create_key_file(sources.file, random); !created) return created.error();
    key = read_key_file(sources.file, Readers::owner_only);
    if (!key) return key.error();
    if (!*key) return failed(Error::unreadable_file, sources.file, "it vanished while the program started");
    return std::move(**key);
}

}  // namespace watchword::app
