/// Writes a token set (token_set.hpp) with fresh keys: make_tokens FOLDER [COUNT]

#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>
#include <watchword/jwt/issue.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "token_set.hpp"

namespace {

using namespace watchword;
using bench::jose::Setting;
using bench::jose::TokenClaims;

constexpr std::size_t signing_input_size = 455;
constexpr std::size_t payload_size = 288;
constexpr std::array algorithms{jose::Algorithm::HS256, jose::Algorithm::RS256, jose::Algorithm::ES256,
                                jose::Algorithm::EdDSA};

struct Kind {
    std::string_view name;
    std::string_view typ;
    /// Makes every header equally long.
    std::string kid;
};
const std::array<Kind, 2> kinds{{{"access", "at+jwt", "2026-11-key-1"}, {"plain", "JWT", "2026-11-key-0001"}}};

void write(const std::filesystem::path& file, std::string_view content) {
    std::ofstream stream(file, std::ios::binary);
    stream << content;
    if (!stream) throw std::runtime_error("cannot write " + file.string());
}

Setting setting_at(std::int64_t now) {
    Setting setting;
    setting.issuer = "https://id.example.com";
    setting.audience = "https://api.example.com";
    setting.client_id = "storefront";
    setting.scope = "openid profile";
    setting.expires_at = now + 24 * 3600;
    setting.not_before = setting.issued_at = now - 10;
    return setting;
}

std::string random_name(Random& random, std::size_t size) {
    Bytes bytes(size);
    random.fill(bytes);
    std::string name = jose::encode_base64url(bytes);
    name.resize(size);
    return name;
}

/// Random but for the length: the payload has `payload_size` bytes.
TokenClaims make_claims(const Setting& setting, std::size_t number, Random& random) {
    TokenClaims claims{.subject = random_name(random, 12),
                       .id = random_name(random, 16),
                       .session = random_name(random, 12),
                       .tenant = "tenant-" + std::to_string(number % 97) + "-"};
    claims.tenant.resize(claims.tenant.size() + payload_size - to_json(claims, setting).size(), 'x');
    return claims;
}

jwt::ClaimsBuilder builder(const TokenClaims& claims, const Setting& setting) {
    jwt::ClaimsBuilder built;
    built.issuer(setting.issuer).subject(claims.subject).audience(setting.audience);
    built.expires_at(from_unix_seconds(setting.expires_at)).not_before(from_unix_seconds(setting.not_before));
    built.issued_at(from_unix_seconds(setting.issued_at)).id(claims.id).set("client_id", setting.client_id);
    built.set("scope", setting.scope).set("sid", claims.session).set("tenant", claims.tenant);
    return built;
}

class Judged {
  public:
    Judged(const jose::SigningKey& key, std::string_view typ, const Setting& setting, const TokenClaims& claims,
           const TokenClaims& others)
        : key_(key), typ_(typ), setting_(setting), claims_(claims), others_(others) {}

    std::string lines() const {
        const std::string valid = token(setting_, typ_);
        std::string text = "valid " + valid + "\nsignature " + with_wrong_signature(valid);
        text += "\npayload " + with_payload_of(valid, jwt::issue(builder(others_, setting_), key_, typ_));
        text += "\nnone " + unsigned_like(valid);
        text += "\nexpired " + changed([](Setting& s) { s.not_before = (s.expires_at = s.issued_at - 3600) - 60; });
        text += "\nnot_yet_valid " + changed([](Setting& s) { s.not_before += 7200; });
        text += "\nissuer " + changed([](Setting& s) { s.issuer += "/other"; });
        text += "\naudience " + changed([](Setting& s) { s.audience += "/other"; });
        return text + "\ntype " + token(setting_, typ_ == "JWT" ? "at+jwt" : "JWT") + "\n";
    }

  private:
    std::string token(const Setting& setting, std::string_view typ) const {
        return jwt::issue(builder(claims_, setting), key_, typ);
    }
    template <class Change>
    std::string changed(Change change) const {
        Setting setting = setting_;
        change(setting);
        return token(setting, typ_);
    }
    static std::string with_wrong_signature(std::string token) {
        char& character = token[token.rfind('.') + 10];
        character = character == 'A' ? 'B' : 'A';
        return token;
    }
    static std::string with_payload_of(const std::string& token, const std::string& other) {
        return other.substr(0, other.rfind('.')) + token.substr(token.rfind('.'));
    }
    std::string unsigned_like(const std::string& token) const {
        const std::string header = R"({"alg":"none","typ":")" + std::string(typ_) + R"("})";
        const std::size_t dot = token.find('.');
        return jose::encode_base64url(as_bytes(header)) + token.substr(dot, token.rfind('.') + 1 - dot);
    }

    const jose::SigningKey& key_;
    std::string_view typ_;
    const Setting& setting_;
    const TokenClaims& claims_;
    const TokenClaims& others_;
};

/// `material` is the secret, or PEM.
jose::SigningKey key_with_kid(jose::Algorithm algorithm, std::string_view material, const std::string& kid) {
    if (jose::is_symmetric(algorithm))
        return jose::HmacKey::from_secret(algorithm, as_bytes(material), kid).value().signing_key();
    return jose::import_signing_key_pem(algorithm, material, kid).value();
}

/// Writes the key in every form. Gives what `key_with_kid` reads.
std::string make_key(jose::Algorithm algorithm, const std::filesystem::path& folder, Random& random) {
    const std::string name(jose::name(algorithm));
    if (jose::is_symmetric(algorithm)) {
        const std::string secret = random_name(random, 32);
        write(folder / (name + ".secret"), secret);
        return secret;
    }
    const jose::SigningKey key = jose::generate_signing_key(algorithm, kinds[0].kid).value();
    const std::string pem(jose::export_private_pem_in_the_clear(key).value().reveal_text());
    write(folder / (name + ".private.pem"), pem);
    write(folder / (name + ".public.pem"), jose::export_public_pem(key.verification_key()).value());
    write(folder / (name + ".private.jwk"), jose::export_private_jwk_in_the_clear(key).reveal_text());
    write(folder / (name + ".public.jwk"), jose::export_public_jwk(key.verification_key()).value());
    return pem;
}

void write_tokens(const std::filesystem::path& folder, jose::Algorithm algorithm, const std::string& material,
                  const Setting& setting, const std::vector<TokenClaims>& all) {
    for (const Kind& kind : kinds) {
        const jose::SigningKey key = key_with_kid(algorithm, material, kind.kid);
        std::string text;
        for (const TokenClaims& claims : all) {
            const std::string token = jwt::issue(builder(claims, setting), key, kind.typ);
            if (token.rfind('.') != signing_input_size) throw std::runtime_error("the signing input has another size");
            text += token + "\n";
        }
        std::string name(jose::name(algorithm));
        name += '.';
        name += kind.name;
        write(folder / name, text);
        write(folder / (name + ".judged"), Judged(key, kind.typ, setting, all[0], all[1]).lines());
    }
}

void write_setting(const std::filesystem::path& folder, const Kind& kind, const Setting& setting) {
    std::ostringstream text;
    text << "issuer=" << setting.issuer << "\naudience=" << setting.audience << "\nclient_id=" << setting.client_id
         << "\nscope=" << setting.scope << "\nkid=" << kind.kid << "\nexp=" << setting.expires_at
         << "\nnbf=" << setting.not_before << "\niat=" << setting.issued_at << "\n";
    std::string name(kind.name);
    name += ".setting";
    write(folder / name, text.str());
}

void write_set(const std::filesystem::path& folder, std::size_t count) {
    SystemRandom random;
    const Setting setting = setting_at(to_unix_seconds(SystemClock().now()));
    std::vector<TokenClaims> all;
    std::string table;
    for (std::size_t number = 0; number < count; ++number) {
        const TokenClaims& claims = all.emplace_back(make_claims(setting, number, random));
        table += claims.subject + "\t" + claims.id + "\t" + claims.session + "\t" + claims.tenant + "\n";
    }
    std::filesystem::create_directories(folder);
    write(folder / "claims", table);
    for (const Kind& kind : kinds)
        write_setting(folder, kind, setting);
    for (const jose::Algorithm algorithm : algorithms)
        write_tokens(folder, algorithm, make_key(algorithm, folder, random), setting, all);
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count < 2 || argument_count > 3) {
        std::cerr << "usage: make_tokens FOLDER [COUNT]\n";
        return 2;
    }
    try {
        write_set(arguments[1], argument_count == 3 ? std::stoul(arguments[2]) : 10000);
    } catch (const std::exception& error) {
        std::cerr << "make_tokens: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
