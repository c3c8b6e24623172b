// `verify` and `explain` must agree about every token, and accept none that was not signed as it stands. The input is a
// list of instructions, one a line, that spoil a good token:
//
//     h NAME JSON   a member of the header         H TEXT   the whole header
//     c NAME JSON   a claim                        C TEXT   all claims
//     k DIGIT       the key: 0 ours, 1 another, 2 no signature
//     p DIGIT       the profile that is expected
//     x N CHAR      then, in the signed token: another character at N
//     i N TEXT      text put in at N
//     e N           everything behind N cut off
//     T TEXT        the token itself
#include <watchword/jose/base64url.hpp>
#include <watchword/jwt/decode_unverified.hpp>
#include <watchword/jwt/dpop.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/issue.hpp>
#include <watchword/jwt/trusted_issuers.hpp>
#include <watchword/jwt/verify.hpp>

#include <charconv>

#include "require.hpp"

namespace {

using namespace watchword;

const TimePoint now = from_unix_seconds(1'800'000'000);

jose::SigningKey key_of(std::string_view secret, std::string kid) {
    return jose::HmacKey::from_secret(jose::Algorithm::HS256, as_bytes(secret), std::move(kid))->signing_key();
}
const jose::SigningKey& key() {
    static const jose::SigningKey key = key_of("a secret of at least 32 bytes, not to be used", "k");
    return key;
}
const jose::SigningKey& other_key() {
    static const jose::SigningKey key = key_of("another secret of at least 32 bytes, not to be used", "k");
    return key;
}

/// The text up to `end`, which is taken off the front of `rest` with it.
std::string_view cut(std::string_view& rest, char end) {
    const std::string_view front = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(front.size() + 1, rest.size()));
    return front;
}

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

class Token {
  public:
    void obey(char instruction, std::string_view rest) {
        switch (instruction) {
            case 'h':
                return set(header_, rest);
            case 'c':
                return set(claims_, rest);
            case 'H':
                return static_cast<void>(whole_header_ = rest);
            case 'C':
                return static_cast<void>(whole_claims_ = rest);
            case 'k':
                return static_cast<void>(key_ = number(rest) % 3);
            case 'p':
                return static_cast<void>(profile_ = static_cast<jwt::Profile>(number(rest) % 4));
            default:
                spoil(instruction, rest);
        }
    }
    const std::string& text() {
        if (text_.empty()) sign();
        return text_;
    }
    jwt::Profile profile() const { return profile_; }

  private:
    static void set(jwt::ClaimsBuilder& members, std::string_view rest) {
        const std::string_view name = cut(rest, ' ');
        members.set_json(name, rest);
    }

    void sign() {
        text_ = jose::encode_base64url(as_bytes(whole_header_.value_or(header_.to_json())));
        text_ += '.';
        text_ += jose::encode_base64url(as_bytes(whole_claims_.value_or(claims_.to_json())));
        const Bytes signature = key_ == 2 ? Bytes() : (key_ == 1 ? other_key() : key()).sign(text_);
        text_ += '.';
        text_ += jose::encode_base64url(signature);
    }

    void spoil(char instruction, std::string_view rest) {
        if (instruction == 'T') text_ = rest;
        if (instruction != 'x' && instruction != 'i' && instruction != 'e') return;
        const std::size_t at = number(cut(rest, ' ')) % (text().size() + 1);
        if (instruction == 'e') return text_.resize(at);
        if (instruction == 'i') return static_cast<void>(text_.insert(at, rest));
        if (!rest.empty() && at < text_.size()) text_[at] = rest.front();
    }

    jwt::ClaimsBuilder header_ = [] {
        jwt::ClaimsBuilder members;
        return members.set("alg", "HS256").set("typ", "JWT").set("kid", "k");
    }();
    jwt::ClaimsBuilder claims_ = [] {
        jwt::ClaimsBuilder members;
        members.issuer("i").audience("a").subject("s").id("1").issued_at(now).expires_at(now + Seconds(60));
        return members.set("client_id", "c").set("sid", "t");
    }();
    std::optional<std::string> whole_header_;
    std::optional<std::string> whole_claims_;
    std::size_t key_ = 0;
    jwt::Profile profile_ = jwt::Profile::plain;
    std::string text_;
};

jwt::Requirements requirements(jwt::Profile profile) {
    return {.issuer = jwt::Issuer("i"),
            .audience = jwt::Audience("a"),
            .algorithms = {jose::Algorithm::HS256},
            .type = profile == jwt::Profile::plain ? jwt::Type::plain() : jwt::Type::any(),
            .max_age = Seconds(60),
            .profile = profile,
            .id_token = {.client_id = "a", .access_token = "at", .code = "code"}};
}

void expect_agreement(std::string_view token, jwt::Profile profile) {
    static const auto keys = std::make_shared<jwt::StaticKeys>(key().verification_key());
    static const jwt::TrustedIssuers issuers{{{"i", keys}}};
    const jwt::Requirements required = requirements(profile);
    const auto claims = jwt::verify(token, *keys, required, now);
    const jwt::Explanation explanation = jwt::explain(token, *keys, required, now);
    require(explanation.verified() == claims.has_value());
    require(jwt::verify(token, issuers, required, now).has_value() == claims.has_value());
    if (!claims) return require(*explanation.error() == claims.error());
    // What is accepted has been signed as it stands, has a time to die, and can be shown.
    const std::size_t end = token.rfind('.');
    require(token.substr(end + 1) == jose::encode_base64url(key().sign(token.substr(0, end))));
    require(claims->expires_at() > now && explanation.claims == claims->to_json());
    require(jwt::decode_unverified(token).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = as_text({data, size});
    Token token;
    while (!rest.empty()) {
        std::string_view line = cut(rest, '\n');
        const std::string_view instruction = cut(line, ' ');
        if (instruction.size() == 1) token.obey(instruction.front(), line);
    }
    expect_agreement(token.text(), token.profile());
    jwt::LocalReplayMemory seen;
    static_cast<void>(jwt::verify_dpop_proof(token.text(), {.method = "GET", .url = "https://rs.example/"}, seen, now));
    return 0;
}
