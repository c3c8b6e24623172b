// Every stored hash that is read has a kind with a cost within the caps, as the sign-in's timing relies on; and a decoy
// of that kind is read and never matches. Nothing is verified that takes longer than a moment.
#include <watchword/auth/ports/password_hash_kind.hpp>
#include <watchword/passwords/argon2.hpp>
#include <watchword/passwords/formats.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace watchword;
    constexpr std::chrono::microseconds moment{1000};
    constexpr std::chrono::seconds most{5};
    const std::string_view encoded = as_text({data, size});
    (void)passwords::argon2::parse(encoded);
    const passwords::Format* const format = passwords::find_format(encoded);
    if (format == nullptr) return 0;

    const std::string kind = auth::password_hash_kind(encoded);
    const auto cost = passwords::find_format(kind) == format ? format->cost(kind) : std::chrono::microseconds(0);
    if (cost > most) std::abort();
    if (cost > moment) return 0;
    const SecretBytes password("password");
    const auto verified = format->verify(password, encoded, {});
    if (cost.count() == 0) {
        if (verified) std::abort();
        return 0;
    }
    const auto decoy = format->verify(password, format->decoy(kind), {});
    if (!decoy || decoy->match == passwords::Match::yes) std::abort();
    return 0;
}
