// A service that trusts one issuer, and a token for it: everything the installed library offers, in one small program.
#include <watchword/base/random.hpp>
#include <watchword/guard/guard.hpp>
#include <watchword/jose/keys.hpp>
#include <watchword/jwt/issue.hpp>

#include <iostream>

using namespace watchword;

int main() {
    const TimePoint now = SystemClock().now();

    // The issuer's side.
    const jose::SigningKey key = *jose::generate_signing_key(jose::Algorithm::ES256, "key-1");
    jwt::ClaimsBuilder claims;
    claims.issuer("https://id.example").audience("https://api.example").subject("alice").id("1");
    claims.issued_at(now).expires_at(now + Seconds(900)).set("client_id", "app").set("scope", "orders:read");
    const std::string token = jwt::issue(claims, key, "at+jwt");

    // The service's side: it holds the public key only.
    const jwt::StaticKeys keys(key.verification_key());
    const guard::Policy policy{jwt::Requirements::access_token("https://id.example", "https://api.example")};
    const std::string authorization = "Bearer " + token;
    const auto principal = guard::check({.authorization = {authorization}}, keys, policy, now, {"orders:read"});
    if (!principal) {
        std::cerr << principal.error().error.sentence() << '\n';
        return 1;
    }
    std::cout << "Hello " << principal->subject() << '\n';

    // The same a day later.
    const auto late = guard::check({.authorization = {authorization}}, keys, policy, now + Seconds(86400));
    std::cout << late.error().status << ' ' << late.error().error.name() << '\n';
    return late ? 1 : 0;
}
