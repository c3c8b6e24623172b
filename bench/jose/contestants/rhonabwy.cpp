/// Rhonabwy, on GnuTLS: the token is parsed, verified with a JWK that was imported once, and its claims validated.

#include "../contestant.hpp"

extern "C" {
#include <rhonabwy.h>
}

#include <cstring>

namespace {

using bench::jose::TokenClaims;
using bench::jose::TokenSet;

struct Deleter {
    void operator()(jwt_t* token) const noexcept { r_jwt_free(token); }
    void operator()(jwk_t* key) const noexcept { r_jwk_free(key); }
    void operator()(char* text) const noexcept { r_free(text); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

class RhonabwyContestant final : public bench::jose::Contestant {
  public:
    RhonabwyContestant(jwa_alg algorithm, Owned<jwk_t> public_key, Owned<jwk_t> private_key, const TokenSet& set)
        : algorithm_(algorithm),
          public_key_(std::move(public_key)),
          private_key_(std::move(private_key)),
          setting_(set.setting()),
          typ_(set.typ()) {}

    std::size_t verify(const std::string& token) override {
        const Owned<jwt_t> jwt(r_jwt_quick_parsen(token.data(), token.size(), R_PARSE_NONE, 0));
        if (!jwt || r_jwt_get_sign_alg(jwt.get()) != algorithm_) return 0;
        if (r_jwt_verify_signature(jwt.get(), public_key_.get(), 0) != RHN_OK) return 0;
        if (r_jwt_validate_claims(jwt.get(), R_JWT_CLAIM_TYP, typ_.c_str(), R_JWT_CLAIM_ISS, setting_.issuer.c_str(),
                                  R_JWT_CLAIM_AUD, setting_.audience.c_str(), R_JWT_CLAIM_EXP, R_JWT_CLAIM_NOW,
                                  R_JWT_CLAIM_NBF, R_JWT_CLAIM_NOW, R_JWT_CLAIM_NOP) != RHN_OK)
            return 0;
        return std::strlen(r_jwt_get_claim_str_value(jwt.get(), "sub")) +
               std::strlen(r_jwt_get_claim_str_value(jwt.get(), "tenant"));
    }

    std::string issue(const TokenClaims& claims) override {
        const Owned<jwt_t> jwt = new_token();
        r_jwt_set_claims(jwt.get(), R_JWT_CLAIM_ISS, setting_.issuer.c_str(), R_JWT_CLAIM_SUB, claims.subject.c_str(),
                         R_JWT_CLAIM_AUD, setting_.audience.c_str(), R_JWT_CLAIM_JTI, claims.id.c_str(),
                         R_JWT_CLAIM_STR, "client_id", setting_.client_id.c_str(), R_JWT_CLAIM_STR, "scope",
                         setting_.scope.c_str(), R_JWT_CLAIM_STR, "sid", claims.session.c_str(), R_JWT_CLAIM_STR,
                         "tenant", claims.tenant.c_str(), R_JWT_CLAIM_NOP);
        r_jwt_set_claim_int_value(jwt.get(), "exp", setting_.expires_at);
        r_jwt_set_claim_int_value(jwt.get(), "nbf", setting_.not_before);
        r_jwt_set_claim_int_value(jwt.get(), "iat", setting_.issued_at);
        return serialized(jwt);
    }

    std::string issue_json(const std::string& json) override {
        const Owned<jwt_t> jwt = new_token();
        r_jwt_set_full_claims_json_str(jwt.get(), json.c_str());
        return serialized(jwt);
    }

  private:
    Owned<jwt_t> new_token() const {
        jwt_t* raw = nullptr;
        r_jwt_init(&raw);
        r_jwt_set_sign_alg(raw, algorithm_);
        r_jwt_set_header_str_value(raw, "typ", typ_.c_str());
        r_jwt_set_header_str_value(raw, "kid", setting_.kid.c_str());
        return Owned<jwt_t>(raw);
    }
    std::string serialized(const Owned<jwt_t>& jwt) const {
        const Owned<char> text(r_jwt_serialize_signed(jwt.get(), private_key_.get(), 0));
        return text ? std::string(text.get()) : std::string();
    }

    jwa_alg algorithm_;
    Owned<jwk_t> public_key_;
    Owned<jwk_t> private_key_;
    const bench::jose::Setting& setting_;
    std::string typ_;
};

Owned<jwk_t> key_from(const std::string& text, bool is_secret) {
    jwk_t* raw = nullptr;
    r_jwk_init(&raw);
    if (is_secret)
        r_jwk_import_from_symmetric_key(raw, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    else
        r_jwk_import_from_json_str(raw, text.c_str());
    return Owned<jwk_t>(raw);
}

std::unique_ptr<bench::jose::Contestant> open(std::string_view algorithm, const TokenSet& set) {
    const std::string name(algorithm);
    const jwa_alg found = r_str_to_jwa_alg(name.c_str());
    if (found == R_JWA_ALG_UNKNOWN) return nullptr;
    const bool is_secret = found == R_JWA_ALG_HS256;
    const std::string public_key = set.file(is_secret ? "HS256.secret" : name + ".public.jwk");
    const std::string private_key = set.file(is_secret ? "HS256.secret" : name + ".private.jwk");
    return std::make_unique<RhonabwyContestant>(found, key_from(public_key, is_secret),
                                                key_from(private_key, is_secret), set);
}

}  // namespace

int main(int argument_count, char** arguments) {
    r_global_init();
    return bench::jose::serve(argument_count, arguments, {PEER_VERSION, std::string(bench::jose::all_checks), open});
}
