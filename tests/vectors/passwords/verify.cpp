#include <watchword/passwords/passwords.hpp>

#include <algorithm>
#include <chrono>

#include "../verdict.hpp"
#include "kinds.hpp"

namespace watchword::vectors {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

/// A busy machine delays one try, hardly all of them.
constexpr int tries = 5;

std::string came_of(const Result<passwords::Verified>& verified) {
    if (!verified) return "error";
    return verified->match == passwords::Match::yes ? "match" : "no-match";
}

bool is_expected(std::string_view expected, std::string_view came) {
    constexpr std::string_view results[] = {"match", "no-match", "error", "error-or-no-match"};
    if (std::ranges::find(results, expected) == std::end(results))
        throw NotOfSchema("the result " + std::string(expected) + " is not known");
    return expected == came || (expected == "error-or-no-match" && came != "match");
}

/// The least time of several tries; stops at the first below the limit.
Milliseconds time_of(const SecretBytes& password, std::string_view encoded, Milliseconds limit) {
    auto best = Clock::duration::max();
    for (int i = 0; i < tries && best > limit; ++i) {
        const Clock::time_point started = Clock::now();
        (void)passwords::verify(password, encoded, {});
        best = std::min(best, Clock::now() - started);
    }
    return std::chrono::duration_cast<Milliseconds>(best);
}

}  // namespace

void password_verify(const Value& vector) {
    const SecretBytes password(hex(vector, "password_hex"));
    const std::string_view encoded = text(vector, "encoded");
    const Value expect = get(vector, "expect");
    const std::string_view expected = text(expect, "result");
    const auto verified = passwords::verify(password, encoded, {});
    const std::string came = came_of(verified);
    if (!is_expected(expected, came))
        throw Mismatch{std::string(expected), verified ? came : describe(verified.error())};
    const auto max_ms = find_integer(expect, "max_ms");
    if (!max_ms) return;
    const Milliseconds took = time_of(password, encoded, Milliseconds(*max_ms));
    if (took > Milliseconds(*max_ms))
        throw Mismatch{std::to_string(*max_ms) + " ms at most", std::to_string(took.count()) + " ms"};
}

}  // namespace watchword::vectors
