/// `jwt::verify`, `jwt::issue` and `jwt::issue_json`.

#include "watchword_contestant.hpp"

namespace {

std::unique_ptr<bench::jose::Contestant> open(std::string_view algorithm, const bench::jose::TokenSet& set) {
    auto key = bench::jose::find_signing_key(algorithm, set);
    return key ? std::make_unique<bench::jose::WatchwordContestant>(*std::move(key), set) : nullptr;
}

}  // namespace

int main(int argument_count, char** arguments) {
    return bench::jose::serve(argument_count, arguments,
                              {WATCHWORD_VERSION, std::string(bench::jose::all_checks), open, true});
}
