/// `jwt::TokenCache` in front of `jwt::verify`; all tokens are in it before anything is timed.

#include <watchword/jwt/token_cache.hpp>

#include <stdexcept>

#include "watchword_contestant.hpp"

namespace {

using namespace watchword;

class CachingContestant final : public bench::jose::WatchwordContestant {
  public:
    using WatchwordContestant::WatchwordContestant;

    void prepare(const std::vector<std::string>& tokens) override {
        for (const std::string& token : tokens)
            if (!claims_of(token)) throw std::runtime_error("a valid token was refused");
    }

  protected:
    Result<jwt::Claims> claims_of(const std::string& token) override {
        return cache_.verify(token, keys_, required_, clock_.now());
    }

  private:
    SystemRandom random_;
    jwt::TokenCache cache_{{}, random_};
};

std::unique_ptr<bench::jose::Contestant> open(std::string_view algorithm, const bench::jose::TokenSet& set) {
    auto key = bench::jose::find_signing_key(algorithm, set);
    return key ? std::make_unique<CachingContestant>(*std::move(key), set) : nullptr;
}

}  // namespace

int main(int argument_count, char** arguments) {
    return bench::jose::serve(argument_count, arguments,
                              {WATCHWORD_VERSION, std::string(bench::jose::all_checks), open, true});
}
