/// cjose: JWS only. As its users do, the payload is read and written with Jansson and the claims are compared by hand.

#include "../contestant.hpp"

extern "C" {
#include <cjose/cjose.h>
}
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <jansson.h>

namespace {

using bench::jose::TokenClaims;
using bench::jose::TokenSet;

struct Deleter {
    void operator()(cjose_jws_t* jws) const noexcept { cjose_jws_release(jws); }
    void operator()(cjose_jwk_t* key) const noexcept { cjose_jwk_release(key); }
    /// Headers, too: cjose_header_t is json_t.
    void operator()(json_t* json) const noexcept { json_decref(json); }
    void operator()(char* text) const noexcept { std::free(text); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

class CjoseContestant final : public bench::jose::Contestant {
  public:
    CjoseContestant(std::string algorithm, cjose_jwk_t* key, const TokenSet& set)
        : algorithm_(std::move(algorithm)), key_(key), setting_(set.setting()), typ_(set.typ()) {}

    std::size_t verify(const std::string& token) override {
        cjose_err error;
        const Owned<cjose_jws_t> jws(cjose_jws_import(token.data(), token.size(), &error));
        if (!jws) return 0;
        cjose_header_t* const header = cjose_jws_get_protected(jws.get());
        // The type of the key decides in cjose, but HS256 and HS512 share theirs.
        if (!is(cjose_header_get(header, CJOSE_HDR_ALG, &error), algorithm_)) return 0;
        if (!is(cjose_header_get(header, "typ", &error), typ_)) return 0;
        if (!cjose_jws_verify(jws.get(), key_.get(), &error)) return 0;
        std::uint8_t* payload = nullptr;
        std::size_t size = 0;
        if (!cjose_jws_get_plaintext(jws.get(), &payload, &size, &error)) return 0;
        return check(
            Owned<json_t>(json_loadb(reinterpret_cast<char*>(payload), size, JSON_REJECT_DUPLICATES, nullptr)));
    }

    std::string issue(const TokenClaims& claims) override {
        const Owned<json_t> json(json_pack(
            "{ss ss ss sI sI sI ss ss ss ss ss}", "iss", setting_.issuer.c_str(), "sub", claims.subject.c_str(), "aud",
            setting_.audience.c_str(), "exp", integer(setting_.expires_at), "nbf", integer(setting_.not_before), "iat",
            integer(setting_.issued_at), "jti", claims.id.c_str(), "client_id", setting_.client_id.c_str(), "scope",
            setting_.scope.c_str(), "sid", claims.session.c_str(), "tenant", claims.tenant.c_str()));
        const Owned<char> text(json_dumps(json.get(), JSON_COMPACT));
        return sign(text.get(), std::strlen(text.get()));
    }

    std::string issue_json(const std::string& json) override { return sign(json.data(), json.size()); }

  private:
    static json_int_t integer(std::int64_t value) { return value; }
    static bool is(const char* value, const std::string& expected) { return value != nullptr && expected == value; }

    std::size_t check(Owned<json_t> claims) const {
        const auto text = [&](const char* name) { return json_string_value(json_object_get(claims.get(), name)); };
        const auto time = [&](const char* name) { return json_integer_value(json_object_get(claims.get(), name)); };
        const std::time_t now = std::time(nullptr);
        if (!claims || time("exp") <= now || time("nbf") > now) return 0;
        if (!is(text("iss"), setting_.issuer) || !is(text("aud"), setting_.audience)) return 0;
        return std::strlen(text("sub")) + std::strlen(text("tenant"));
    }

    std::string sign(const char* payload, std::size_t size) {
        cjose_err error;
        const Owned<cjose_header_t> header(cjose_header_new(&error));
        cjose_header_set(header.get(), CJOSE_HDR_ALG, algorithm_.c_str(), &error);
        cjose_header_set(header.get(), "typ", typ_.c_str(), &error);
        cjose_header_set(header.get(), CJOSE_HDR_KID, setting_.kid.c_str(), &error);
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(payload);
        const Owned<cjose_jws_t> jws(cjose_jws_sign(key_.get(), header.get(), bytes, size, &error));
        const char* text = nullptr;
        return jws && cjose_jws_export(jws.get(), &text, &error) ? text : "";
    }

    std::string algorithm_;
    Owned<cjose_jwk_t> key_;
    const bench::jose::Setting& setting_;
    std::string typ_;
};

std::unique_ptr<bench::jose::Contestant> open(std::string_view algorithm, const TokenSet& set) {
    cjose_err error;
    const std::string name(algorithm);
    if (name == "HS256") {
        const std::string secret = set.file("HS256.secret");
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(secret.data());
        return std::make_unique<CjoseContestant>(name, cjose_jwk_create_oct_spec(bytes, secret.size(), &error), set);
    }
    if (name == "EdDSA") return nullptr;
    const std::string jwk = set.file(name + ".private.jwk");
    return std::make_unique<CjoseContestant>(name, cjose_jwk_import(jwk.data(), jwk.size(), &error), set);
}

}  // namespace

int main(int argument_count, char** arguments) {
    return bench::jose::serve(argument_count, arguments, {PEER_VERSION, std::string(bench::jose::all_checks), open});
}
