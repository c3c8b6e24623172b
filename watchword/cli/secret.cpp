#include <watchword/app/setting.hpp>
#include <watchword/base/random.hpp>
#include <watchword/cli/commands.hpp>
#include <watchword/cli/console.hpp>

namespace watchword::cli {
namespace {

/// RFC 7518 section 3.2: an HS256 key has at least 256 bits.
constexpr std::int64_t fewest_bytes = 32;
constexpr std::int64_t most_bytes = 1024;

Result<void> secret(const std::string& bytes, Console& console) {
    const auto size = app::parse_number(bytes);
    if (!size || *size < fewest_bytes || *size > most_bytes) {
        return Error(Error::wrong_usage, "--bytes must be a whole number from 32 to 1024; fewer could be guessed.");
    }
    SystemRandom random;
    const std::string text = to_hex(random.secret(static_cast<std::size_t>(*size)).reveal());
    console.show_plain(text, Record{{"secret", text}, {"bytes", *size}});
    return {};
}

}  // namespace

void add_secret_command(Command& root) {
    const auto bytes = std::make_shared<std::string>("32");
    root.command("secret", "Make a strong HMAC secret: random bytes in hexadecimal, as 'openssl rand -hex 32' does",
                 "watchword secret > service.secret", [bytes](Console& console) { return secret(*bytes, console); })
        .option("--bytes", "N", *bytes, "How many random bytes, 32 to 1024. Default: 32.");
}

}  // namespace watchword::cli
