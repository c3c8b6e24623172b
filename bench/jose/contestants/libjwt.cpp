/// libjwt 1.x: parses the key at each call, and checks no claims; as its users do, they are compared by hand.

#include <cstdlib>
#include <cstring>
#include <ctime>

#include "../contestant.hpp"
#include <jwt.h>

namespace {

using bench::jose::TokenClaims;
using bench::jose::TokenSet;

struct Deleter {
    void operator()(jwt_t* token) const noexcept { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, Deleter>;

const unsigned char* bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

class LibjwtContestant final : public bench::jose::Contestant {
  public:
    LibjwtContestant(jwt_alg_t algorithm, std::string public_key, std::string private_key, const TokenSet& set)
        : algorithm_(algorithm),
          public_key_(std::move(public_key)),
          private_key_(std::move(private_key)),
          setting_(set.setting()),
          typ_(set.typ()) {}

    std::size_t verify(const std::string& token) override {
        jwt_t* raw = nullptr;
        if (jwt_decode(&raw, token.c_str(), bytes(public_key_), static_cast<int>(public_key_.size())) != 0) return 0;
        const Token decoded(raw);
        if (jwt_get_alg(raw) != algorithm_ || !is(jwt_get_header(raw, "typ"), typ_)) return 0;
        const std::time_t now = std::time(nullptr);
        if (jwt_get_grant_int(raw, "exp") <= now || jwt_get_grant_int(raw, "nbf") > now) return 0;
        if (!is(jwt_get_grant(raw, "iss"), setting_.issuer) || !is(jwt_get_grant(raw, "aud"), setting_.audience))
            return 0;
        return std::strlen(jwt_get_grant(raw, "sub")) + std::strlen(jwt_get_grant(raw, "tenant"));
    }

    std::string issue(const TokenClaims& claims) override {
        jwt_t* raw = nullptr;
        if (jwt_new(&raw) != 0) return {};
        const Token token(raw);
        jwt_set_alg(raw, algorithm_, bytes(private_key_), static_cast<int>(private_key_.size()));
        jwt_add_header(raw, "typ", typ_.c_str());
        jwt_add_header(raw, "kid", setting_.kid.c_str());
        jwt_add_grant(raw, "iss", setting_.issuer.c_str());
        jwt_add_grant(raw, "sub", claims.subject.c_str());
        jwt_add_grant(raw, "aud", setting_.audience.c_str());
        jwt_add_grant_int(raw, "exp", setting_.expires_at);
        jwt_add_grant_int(raw, "nbf", setting_.not_before);
        jwt_add_grant_int(raw, "iat", setting_.issued_at);
        jwt_add_grant(raw, "jti", claims.id.c_str());
        jwt_add_grant(raw, "client_id", setting_.client_id.c_str());
        jwt_add_grant(raw, "scope", setting_.scope.c_str());
        jwt_add_grant(raw, "sid", claims.session.c_str());
        jwt_add_grant(raw, "tenant", claims.tenant.c_str());
        return encoded(raw);
    }

  private:
    static bool is(const char* value, const std::string& expected) { return value != nullptr && expected == value; }
    static std::string encoded(jwt_t* token) {
        char* const text = jwt_encode_str(token);
        if (text == nullptr) return {};
        std::string result(text);
        std::free(text);
        return result;
    }

    jwt_alg_t algorithm_;
    std::string public_key_;
    std::string private_key_;
    const bench::jose::Setting& setting_;
    std::string typ_;
};

std::unique_ptr<bench::jose::Contestant> open(std::string_view algorithm, const TokenSet& set) {
    const std::string name(algorithm);
    const jwt_alg_t found = jwt_str_alg(name.c_str());
    if (found == JWT_ALG_INVAL) return nullptr;
    if (found == JWT_ALG_HS256)
        return std::make_unique<LibjwtContestant>(found, set.file("HS256.secret"), set.file("HS256.secret"), set);
    return std::make_unique<LibjwtContestant>(found, set.file(name + ".public.pem"), set.file(name + ".private.pem"),
                                              set);
}

}  // namespace

int main(int argument_count, char** arguments) {
    return bench::jose::serve(argument_count, arguments, {PEER_VERSION, std::string(bench::jose::all_checks), open});
}
