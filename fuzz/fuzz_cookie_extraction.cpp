// What is taken for a token must stand in the header as it is, and a challenge must stay one line of printable ASCII.
#include <watchword/guard/guard.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace watchword;
    using From = guard::Extraction::From;
    const std::string_view text = as_text({data, size});
    const std::string_view second = text.substr(text.find('\n') == std::string_view::npos ? size : text.find('\n'));
    for (const From from : {From::bearer, From::cookie, From::bearer_or_cookie}) {
        const auto token = guard::extract_token({.authorization = {text}, .cookie = {text, second}}, {from, "token"});
        if (token && (token->empty() || text.find(*token) == std::string_view::npos)) std::abort();
        if (token && token->find_first_of("; ") != std::string_view::npos && from == From::bearer) std::abort();
    }
    const auto challenge = guard::challenge_for(Error::insufficient_scope, text, {text, second});
    for (const char c : challenge.www_authenticate)
        if (c < 0x20 || c > 0x7e) std::abort();
    return 0;
}
