// Any bytes, in any pieces: the parser must come to the same end, use no more than it was given and hold its limits.

#include <watchword/http/request_parser.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "require.hpp"

using watchword::http::ParserLimits;
using watchword::http::RequestParser;

namespace {

constexpr ParserLimits limits{.header_bytes = 512, .body_bytes = 64, .target_bytes = 128, .fields = 16};

bool is_done(const RequestParser& parser) {
    return parser.state() == RequestParser::State::complete || parser.state() == RequestParser::State::refused;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = data[0] % 16 + 1U;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    RequestParser whole(limits);
    const std::size_t used = whole.feed(bytes);
    require(used <= bytes.size());

    RequestParser pieces(limits);
    std::size_t taken = 0;
    while (taken < bytes.size() && !is_done(pieces))
        taken += pieces.feed(bytes.substr(taken, piece));
    require(pieces.state() == whole.state());
    if (whole.state() == RequestParser::State::refused) {
        require(pieces.status() == whole.status());
        return 0;
    }
    require(taken == used);
    require(pieces.request().path == whole.request().path && pieces.request().body == whole.request().body);
    require(whole.request().body.size() <= limits.body_bytes);
    if (whole.state() == RequestParser::State::complete) require(!whole.request().path.empty());
    return 0;
}
