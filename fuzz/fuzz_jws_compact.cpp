// What is genuine in one serialization is genuine in every other, with the same payload: the text as a compact JWS, as
// a detached one, and as the header and the payload of a JWS that is signed here.
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/compact.hpp>
#include <watchword/jose/jws.hpp>

#include "jws_key.hpp"
#include "require.hpp"

namespace {

using namespace watchword;
using namespace watchword::jose;

const JwsRequirements& required() {
    static const JwsRequirements required{.algorithms = {Algorithm::HS256}};
    return required;
}

std::string flattened(const Segments& segments) {
    std::string json = R"({"payload":)";
    json::append_quoted(json, segments.payload);
    json.append(R"(,"protected":")").append(segments.header);
    return json.append(R"(","signature":")").append(segments.signature) += "\"}";
}

void expect_agreement(std::string_view compact) {
    const auto jws = verify_jws(compact, fuzz_keys(), required());
    const auto segments = split_compact(compact, required().max_bytes);
    if (!jws) return;
    require(fuzz_key().verification_key().verify(segments->signing_input, *decode_base64url(segments->signature)));

    std::string detached(segments->header);
    detached.append("..").append(segments->signature);
    const auto same = verify_detached_jws(detached, jws->payload, fuzz_keys(), required());
    require(same && same->payload == jws->payload && same->header.root().to_json() == jws->header.root().to_json());
    const auto json = verify_jws_json(flattened(*segments), fuzz_keys(), required());
    require(json && json->payload == jws->payload);
    // RFC 7515 section 4.1.11: nothing critical but b64 is understood.
    if (const auto critical = jws->header.root().find("crit")) require(critical->to_json() == R"(["b64"])");
}

/// Signs genuinely, so that what comes behind the signature is reached.
void expect_agreement(std::string_view header, std::string_view payload) {
    std::string compact = encode_base64url(as_bytes(header));
    compact.append(".").append(payload);
    const std::string signature = encode_base64url(fuzz_key().sign(compact));
    expect_agreement(compact.append(".").append(signature));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    expect_agreement(text);
    (void)verify_detached_jws(text, as_bytes("payload"), fuzz_keys(), required());
    // {"alg":...}, a line feed, the payload as it stands in the JWS.
    const std::size_t end = text.find('\n');
    const std::string_view payload = end == std::string_view::npos ? "" : text.substr(end + 1);
    expect_agreement(text.substr(0, end), payload);
    const auto signed_here = sign_jws(as_bytes(payload), fuzz_key(), {.more_json = std::string(text.substr(0, end))});
    if (signed_here) require(as_text(verify_jws(*signed_here, fuzz_keys(), required())->payload) == payload);
    return 0;
}
