/// cpp-jwt, with error codes: parses the key at each call. It takes no `typ` but "JWT", so that it is given such
/// tokens.

#include <cstdint>

#include "../contestant.hpp"
#include <jwt/jwt.hpp>

namespace {

using bench::jose::TokenClaims;
using bench::jose::TokenSet;

class CppJwtContestant final : public bench::jose::Contestant {
  public:
    CppJwtContestant(std::string algorithm, std::string public_key, std::string private_key, const TokenSet& set)
        : algorithm_(std::move(algorithm)),
          public_key_(std::move(public_key)),
          private_key_(std::move(private_key)),
          setting_(set.setting()) {}

    std::size_t verify(const std::string& token) override {
        using namespace jwt::params;
        std::error_code error;
        const jwt::jwt_object decoded =
            jwt::decode(token, algorithms({algorithm_}), error, secret(public_key_), issuer(setting_.issuer),
                        aud(setting_.audience), jwt::params::verify(true));
        if (error) return 0;
        return decoded.payload().get_claim_value<std::string>("sub").size() +
               decoded.payload().get_claim_value<std::string>("tenant").size();
    }

    std::string issue(const TokenClaims& claims) override {
        using namespace jwt::params;
        jwt::jwt_object token{algorithm(algorithm_), secret(private_key_), headers({{"kid", setting_.kid}})};
        token.add_claim("iss", setting_.issuer)
            .add_claim("sub", claims.subject)
            .add_claim("aud", setting_.audience)
            .add_claim("exp", setting_.expires_at)
            .add_claim("nbf", setting_.not_before)
            .add_claim("iat", setting_.issued_at)
            .add_claim("jti", claims.id)
            .add_claim("client_id", setting_.client_id)
            .add_claim("scope", setting_.scope)
            .add_claim("sid", claims.session)
            .add_claim("tenant", claims.tenant);
        std::error_code error;
        return token.signature(error);
    }

  private:
    std::string algorithm_;
    std::string public_key_;
    std::string private_key_;
    const bench::jose::Setting& setting_;
};

std::unique_ptr<bench::jose::Contestant> open(std::string_view algorithm, const TokenSet& set) {
    const std::string name(algorithm);
    if (name == "EdDSA") return nullptr;
    if (name == "HS256")
        return std::make_unique<CppJwtContestant>(name, set.file("HS256.secret"), set.file("HS256.secret"), set);
    return std::make_unique<CppJwtContestant>(name, set.file(name + ".public.pem"), set.file(name + ".private.pem"),
                                              set);
}

}  // namespace

int main(int argument_count, char** arguments) {
    return bench::jose::serve(argument_count, arguments, {PEER_VERSION, std::string(bench::jose::all_checks), open});
}
