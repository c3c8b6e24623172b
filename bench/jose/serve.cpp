#include <array>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "contestant.hpp"
#include "stopwatch.hpp"

namespace bench::jose {
namespace {

/// One algorithm of the library, and what it is fed with.
class Stage {
  public:
    Stage(std::string_view algorithm, const TokenSet& set, std::unique_ptr<Contestant> contestant)
        : set_(set), contestant_(std::move(contestant)), tokens_(set.tokens(algorithm)) {
        for (const TokenClaims& claims : set.claims()) {
            expected_.push_back(claims.subject.size() + claims.tenant.size());
            json_.push_back(to_json(claims, set.setting()));
        }
        if (tokens_.size() != expected_.size()) throw std::runtime_error("tokens and claims differ in number");
    }

    Contestant& contestant() noexcept { return *contestant_; }
    std::string sample() { return contestant_->issue(set_.claims().front()); }

    void verify(std::size_t index) {
        const std::size_t at = index % tokens_.size();
        if (contestant_->verify(tokens_[at]) != expected_[at]) throw std::runtime_error("a valid token was refused");
    }
    /// As requests bring them: any tokens, each in a buffer that has just been written to.
    void receive() {
        std::uniform_int_distribution<std::size_t> any(0, tokens_.size() - 1);
        for (Received& received : received_) {
            const std::size_t at = any(random_);
            received.token = tokens_[at];
            received.expected = expected_[at];
        }
    }
    void verify_received(std::size_t number) {
        const Received& received = received_[number];
        if (contestant_->verify(received.token) != received.expected)
            throw std::runtime_error("a valid token was refused");
    }
    void issue(std::size_t index) {
        if (contestant_->issue(set_.claims()[index % expected_.size()]).empty())
            throw std::runtime_error("no token was issued");
    }
    void issue_json(std::size_t index) { keep(contestant_->issue_json(json_[index % json_.size()])); }
    bool takes_json() { return !contestant_->issue_json(json_.front()).empty(); }

    void prepare() {
        if (!prepared_) contestant_->prepare(tokens_);
        prepared_ = true;
    }

    /// Where the next round goes on, so that all tokens are met.
    std::size_t position = 0;

  private:
    struct Received {
        std::string token;
        std::size_t expected = 0;
    };

    static void keep(const std::string& token) {
        if (token.empty()) throw std::runtime_error("no token was issued");
    }

    const TokenSet& set_;
    std::unique_ptr<Contestant> contestant_;
    std::vector<std::string> tokens_;
    std::vector<std::string> json_;
    std::vector<std::size_t> expected_;
    std::mt19937 random_;
    std::array<Received, batch> received_;
    bool prepared_ = false;
};

class Session {
  public:
    Session(const Description& description, const TokenSet& set) : description_(description), set_(set) {}

    std::string answer(const std::string& line) {
        std::istringstream words(line);
        std::string command, algorithm;
        words >> command >> algorithm;
        if (command == "about") return description_.version;
        if (command == "checks") return description_.checks;
        Stage* const stage = find_stage(algorithm);
        if (stage == nullptr) return "unsupported";
        if (command == "judge") return judge(*stage, algorithm);
        if (command == "sample") return stage->sample();
        if (command == "accept") return accept(*stage, words);
        long milliseconds = 0;
        std::size_t threads = 1;
        words >> milliseconds >> threads;
        return measure(command, *stage, std::chrono::milliseconds(milliseconds), threads);
    }

  private:
    Stage* find_stage(const std::string& algorithm) {
        const auto known = stages_.find(algorithm);
        if (known != stages_.end()) return known->second.get();
        std::unique_ptr<Contestant> contestant = description_.open(algorithm, set_);
        std::unique_ptr<Stage>& stage = stages_[algorithm];
        if (contestant) stage = std::make_unique<Stage>(algorithm, set_, std::move(contestant));
        return stage.get();
    }

    std::string judge(Stage& stage, const std::string& algorithm) {
        std::string verdicts;
        for (const JudgedToken& judged : set_.judged(algorithm)) {
            if (!verdicts.empty()) verdicts += ' ';
            verdicts += judged.kind + (stage.contestant().verify(judged.token) != 0 ? "=accepted" : "=refused");
        }
        return verdicts;
    }

    static std::string accept(Stage& stage, std::istringstream& words) {
        std::string token;
        words >> token;
        return stage.contestant().verify(token) != 0 ? "accepted" : "refused";
    }

    std::string measure(const std::string& command, Stage& stage, std::chrono::milliseconds length,
                        std::size_t threads) {
        if (command == "verify") {
            stage.prepare();
            if (threads > 1) return description_.thread_safe ? of_threads(stage, length, threads) : "unsupported";
            return to_line(run([&](std::size_t index) { stage.verify(index); }, length, stage.position));
        }
        if (command == "verify_received") {
            stage.prepare();
            return to_line(run_in_batches([&] { stage.receive(); },
                                          [&](std::size_t number) { stage.verify_received(number); }, length));
        }
        if (command == "issue")
            return to_line(run([&](std::size_t index) { stage.issue(index); }, length, stage.position));
        if (command == "issue_json") {
            if (!stage.takes_json()) return "unsupported";
            return to_line(run([&](std::size_t index) { stage.issue_json(index); }, length, stage.position));
        }
        return "unknown command";
    }

    /// All threads share the one key and the one set of tokens, but each begins elsewhere.
    static std::string of_threads(Stage& stage, std::chrono::milliseconds length, std::size_t count) {
        std::vector<Measurement> measured(count);
        {
            std::vector<std::jthread> threads;
            for (std::size_t number = 0; number < count; ++number)
                threads.emplace_back([&stage, &mine = measured[number], length, number] {
                    std::size_t position = number * 5000;
                    mine = run([&](std::size_t index) { stage.verify(index); }, length, position);
                });
        }
        Measurement sum;
        for (const Measurement& each : measured) {
            sum.operations += each.operations;
            sum.wall_seconds = std::max(sum.wall_seconds, each.wall_seconds);
            sum.cpu_seconds = std::max(sum.cpu_seconds, each.cpu_seconds);
        }
        return to_line(sum);
    }

    static std::string to_line(const Measurement& measured) {
        std::ostringstream line;
        line << measured.operations << ' ' << measured.cpu_seconds << ' ' << measured.wall_seconds;
        return line.str();
    }

    const Description& description_;
    const TokenSet& set_;
    std::map<std::string, std::unique_ptr<Stage>> stages_;
};

}  // namespace

std::string Contestant::issue_json(const std::string&) {
    return {};
}

void Contestant::prepare(const std::vector<std::string>&) {}

int serve(int argument_count, char** arguments, const Description& description) {
    if (argument_count != 3) {
        std::cerr << "usage: " << arguments[0] << " FOLDER access|plain\n";
        return 2;
    }
    try {
        const TokenSet set(arguments[1], arguments[2]);
        Session session(description, set);
        for (std::string line; std::getline(std::cin, line);)
            std::cout << session.answer(line) << std::endl;
    } catch (const std::exception& error) {
        std::cerr << arguments[0] << ": " << error.what() << '\n';
        return 1;
    }
    return 0;
}

}  // namespace bench::jose
