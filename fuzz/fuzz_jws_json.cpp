// The text as a JWS in the JSON serialization, and as headers and payload of one that is signed here: whatever we sign
// we verify, whatever is accepted of several signatures is accepted alone.
#include <watchword/jose/jws.hpp>

#include "jws_key.hpp"
#include "require.hpp"

namespace {

using namespace watchword;
using namespace watchword::jose;

const JwsRequirements any{.algorithms = {Algorithm::HS256}};
const JwsRequirements all{.algorithms = {Algorithm::HS256}, .signatures = JwsRequirements::Signatures::all};

/// Whatever all signatures say, each does.
void expect_sense(std::string_view text) {
    const auto one = verify_jws_json(text, fuzz_keys(), any);
    const auto every = verify_jws_json(text, fuzz_keys(), all);
    if (every) require(one && one->payload == every->payload);
    if (one) require(verify_detached_jws(text, one->payload, fuzz_keys(), any).error() == Error::malformed);
    (void)verify_detached_jws(text, as_bytes("payload"), fuzz_keys(), any);
}

void expect_own_signature(std::string_view text, std::string_view payload) {
    const JwsSigner protecting{fuzz_key(), {.more_json = std::string(text)}, {}};
    const JwsSigner unprotecting{fuzz_key(), {}, std::string(text)};
    const auto unencoded = sign_jws_flattened(as_bytes(payload), protecting, PayloadEncoding::unencoded);
    if (unencoded) require(as_text(verify_jws_json(*unencoded, fuzz_keys(), all)->payload) == payload);
    const auto flattened = sign_jws_flattened(as_bytes(payload), unprotecting);
    if (flattened) require(as_text(verify_jws_json(*flattened, fuzz_keys(), all)->payload) == payload);
    const auto general = sign_jws_general(as_bytes(payload), {protecting, unprotecting});
    if (general) require(as_text(verify_jws_json(*general, fuzz_keys(), all)->payload) == payload);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    expect_sense(text);
    // {"name":...}, a line feed, the payload.
    const std::size_t end = text.find('\n');
    expect_own_signature(text.substr(0, end), end == std::string_view::npos ? "" : text.substr(end + 1));
    return 0;
}
