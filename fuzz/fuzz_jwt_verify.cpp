// `verify` and `explain` must agree: on the text as a token, as signed claims, and as a signed header.
#include <watchword/jose/base64url.hpp>
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/verify.hpp>

#include <cstdlib>

namespace {

using namespace watchword;

const jose::SigningKey& key() {
    static const jose::SigningKey key =
        jose::HmacKey::from_secret(jose::Algorithm::HS256, as_bytes("a secret of at least 32 bytes, not to be used"))
            ->signing_key();
    return key;
}

void expect_agreement(std::string_view token) {
    static const jwt::StaticKeys keys(key().verification_key());
    static const jwt::Requirements required{.issuer = jwt::Issuer("i"),
                                            .audience = jwt::Audience("a"),
                                            .algorithms = {jose::Algorithm::HS256},
                                            .type = jwt::Type::plain(),
                                            .max_age = Seconds(60)};
    const TimePoint now = from_unix_seconds(1'800'000'000);
    const auto claims = jwt::verify(token, keys, required, now);
    const jwt::Explanation explanation = jwt::explain(token, keys, required, now);
    if (explanation.verified() != claims.has_value()) std::abort();
    if (!claims && !(*explanation.error() == claims.error())) std::abort();
    // What is accepted has a time to die, and can be shown.
    if (claims && (claims->expires_at() <= now || explanation.claims != claims->to_json())) std::abort();
    if (claims && !jwt::decode_unverified(token)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    expect_agreement(text);
    if (const auto token = jwt::issue_json(text, key())) expect_agreement(*token);
    const std::string input = jose::encode_base64url(as_bytes(text)) + ".eyJleHAiOjE5MDAwMDAwMDB9";
    expect_agreement(input + "." + jose::encode_base64url(key().sign(input)));
    return 0;
}
