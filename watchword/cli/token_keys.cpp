#include <watchword/cli/terminal.hpp>
#include <watchword/cli/token_keys.hpp>
#include <watchword/guard/remote/remote_keys.hpp>
#include <watchword/jose/algorithm_traits.hpp>
#include <watchword/jose/jwk.hpp>
#include <watchword/jose/pem.hpp>

namespace watchword::cli {
namespace {

using jose::Algorithm;

constexpr std::size_t largest_file = 512 * 1024;

Result<std::vector<Algorithm>> chosen_algorithms(const TokenKeyOptions& options) {
    std::vector<Algorithm> algorithms;
    for (const std::string& name : options.algorithms) {
        const auto algorithm = jose::find_algorithm(name);
        if (!algorithm) {
            return Error(Error::wrong_usage,
                         "--algorithm " + name +
                             " is unknown; there are HS256, HS384, HS512, RS256, RS384, "
                             "RS512, PS256, PS384, PS512, ES256, ES384, ES512, ES256K, EdDSA, Ed25519 and "
                             "Ed448.");
        }
        algorithms.push_back(*algorithm);
    }
    return algorithms;
}

/// For one key one algorithm at most: a key is bound to one (RFC 8725 section 3.1).
Result<std::optional<Algorithm>> chosen_algorithm(const TokenKeyOptions& options) {
    const auto algorithms = chosen_algorithms(options);
    if (!algorithms) return algorithms.error();
    if (algorithms->size() > 1)
        return Error(Error::wrong_usage, "One key is for one algorithm: give --algorithm once.");
    return algorithms->empty() ? std::optional<Algorithm>() : algorithms->front();
}

Result<void> require_one_key(const TokenKeyOptions& options, const std::string& choice) {
    const int given = (options.key_file.empty() ? 0 : 1) + (options.key_set.empty() ? 0 : 1) +
                      (options.secret_file.empty() ? 0 : 1) + (options.secret_stdin ? 1 : 0);
    if (given == 1) return {};
    return Error(Error::wrong_usage, (given == 0 ? "Name the key: " : "Name one key only: ") + choice + ".");
}

bool is_json(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start != std::string_view::npos && text[start] == '{';
}

Error in_file(const Error& error, const std::string& file) {
    return {error.code(), file + (error.detail().empty() ? "" : ": " + error.detail())};
}

Error explained(const Error& error, const std::string& source, std::size_t bytes, Algorithm algorithm) {
    if (!(error == Error::weak_key)) return in_file(error, source);
    return {Error::weak_key, source + " holds " + std::to_string(bytes) + " bytes; " +
                                 std::string(jose::name(algorithm)) + " needs a secret at least as long as its hash."};
}

Result<jose::HmacKey> secret_key(const TokenKeyOptions& options, const std::string& kid) {
    const auto algorithm = chosen_algorithm(options);
    if (!algorithm) return algorithm.error();
    const std::string source = options.secret_stdin ? "standard input" : options.secret_file;
    const auto text =
        options.secret_stdin ? read_standard_input(largest_file) : read_secret_file(options.secret_file, largest_file);
    if (!text) return text.error();
    const SecretBytes secret = options.secret_stdin ? text->copy() : jose::secret_from_text(text->reveal_text());
    const Algorithm hash = algorithm->value_or(Algorithm::HS256);
    auto key = jose::HmacKey::from_secret(hash, secret.reveal(), kid);
    if (!key) return explained(key.error(), source, secret.size(), hash);
    return key;
}

/// What a JWK without `alg` is for.
jose::JwkDefaults defaults_for(const std::vector<Algorithm>& algorithms) {
    jose::JwkDefaults defaults{Algorithm::RS256, Algorithm::HS256};
    for (const Algorithm algorithm : algorithms) {
        const jose::KeyType type = jose::traits(algorithm).key_type;
        if (type == jose::KeyType::rsa) defaults.rsa = algorithm;
        if (type == jose::KeyType::oct) defaults.oct = algorithm;
    }
    return defaults;
}

jose::JwkDefaults defaults_for(std::optional<Algorithm> algorithm) {
    return algorithm ? defaults_for(std::vector{*algorithm}) : defaults_for(std::vector<Algorithm>{});
}

Result<Algorithm> algorithm_of_pem(const TokenKeyOptions& options, std::string_view pem) {
    const auto chosen = chosen_algorithm(options);
    if (!chosen) return chosen.error();
    return *chosen ? Result<Algorithm>(**chosen) : jose::algorithm_for_pem(pem);
}

template <class Key>
Result<Key> require_algorithm(Result<Key> key, std::optional<Algorithm> wanted) {
    if (!key || !wanted || key->algorithm() == *wanted) return key;
    return Error(Error::Code::wrong_usage, "The key is for " + std::string(jose::name(key->algorithm())) +
                                               ", not for " + std::string(jose::name(*wanted)) + ".");
}

Result<jose::SigningKey> import_signing(const TokenKeyOptions& options, std::string_view text, const std::string& kid) {
    const auto chosen = chosen_algorithm(options);
    if (!chosen) return chosen.error();
    if (is_json(text)) return require_algorithm(jose::import_signing_key(text, defaults_for(*chosen)), *chosen);
    const auto algorithm = algorithm_of_pem(options, text);
    if (!algorithm) return algorithm.error();
    return jose::import_signing_key_pem(*algorithm, text, kid);
}

Result<jose::VerificationKey> import_verifying(const TokenKeyOptions& options, std::string_view text) {
    const auto chosen = chosen_algorithm(options);
    if (!chosen) return chosen.error();
    if (is_json(text)) return require_algorithm(jose::import_verification_key(text, defaults_for(*chosen)), *chosen);
    const auto algorithm = algorithm_of_pem(options, text);
    if (!algorithm) return algorithm.error();
    return jose::import_verification_key_pem(*algorithm, text);
}

/// `verify` looks a key up by kid; a key that was named on the command line is meant whatever the token says.
class OneKey final : public jwt::KeySource {
  public:
    explicit OneKey(jose::VerificationKey key) : key_(std::move(key)) {}
    Result<jose::VerificationKey> find(const jwt::KeyQuery& query) const override {
        if (query.algorithm != key_.algorithm()) return Error::unknown_key;
        return key_;
    }
    std::vector<jose::VerificationKey> candidates(const jwt::KeyQuery& query) const override {
        if (query.algorithm != key_.algorithm()) return {};
        return {key_};
    }

  private:
    jose::VerificationKey key_;
};

VerificationKeys one_key(const jose::VerificationKey& key) {
    return {std::make_unique<OneKey>(key), {key.algorithm()}};
}

bool is_url(const std::string& text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

Result<VerificationKeys> key_set(const TokenKeyOptions& options, const Clock& clock) {
    const auto algorithms = chosen_algorithms(options);
    if (!algorithms) return algorithms.error();
    VerificationKeys keys{nullptr, jose::all_asymmetric()};
    if (!algorithms->empty()) keys.algorithms = jose::AlgorithmSet::none();
    for (const Algorithm algorithm : *algorithms)
        keys.algorithms.insert(algorithm);

    if (is_url(options.key_set)) {
        auto remote = guard::RemoteKeys::create({.url = options.key_set, .defaults = defaults_for(*algorithms)}, clock);
        if (!remote) return Error(Error::wrong_usage, remote.error().detail());
        keys.source = std::move(*remote);
        return keys;
    }
    const auto text = read_secret_file(options.key_set, largest_file);
    if (!text) return text.error();
    auto set = jose::import_key_set(text->reveal_text(), defaults_for(*algorithms));
    if (!set) return in_file(set.error(), options.key_set);
    keys.source = std::make_unique<jwt::StaticKeys>(std::move(*set));
    return keys;
}

constexpr const char* algorithm_help = "HS256, RS256, PS256, ES256, EdDSA ... Default: what the key is for";

}  // namespace

void TokenKeyOptions::add_signing_to(Command& command) {
    command.option("--key-file", "FILE", key_file, "The private key: PEM or JWK", "Key")
        .option("--secret-file", "FILE", secret_file, "A shared secret, for HS256, HS384 or HS512", "Key")
        .flag("--secret-stdin", secret_stdin, "Read the shared secret from standard input")
        .options("--algorithm", "ALG", algorithms, algorithm_help);
}

void TokenKeyOptions::add_verifying_to(Command& command) {
    command.option("--key-file", "FILE", key_file, "The public key or certificate: PEM or JWK", "Key")
        .option("--jwks", "FILE|URL", key_set, "A JWK Set", "Key")
        .option("--secret-file", "FILE", secret_file, "The shared secret, for HS256, HS384 or HS512", "Key")
        .flag("--secret-stdin", secret_stdin, "Read the shared secret from standard input")
        .options("--algorithm", "ALG", algorithms, algorithm_help);
}

Result<jose::SigningKey> signing_key(const TokenKeyOptions& options, const std::string& kid) {
    if (auto one = require_one_key(options, "--key-file, --secret-file or --secret-stdin"); !one) return one.error();
    if (options.key_file.empty()) {
        const auto key = secret_key(options, kid);
        if (!key) return key.error();
        return key->signing_key();
    }
    const auto text = read_secret_file(options.key_file, largest_file);
    if (!text) return text.error();
    auto key = import_signing(options, text->reveal_text(), kid);
    if (!key) return in_file(key.error(), options.key_file);
    return key;
}

Result<VerificationKeys> verification_keys(const TokenKeyOptions& options, const Clock& clock) {
    const std::string choice = "--key-file, --jwks, --secret-file or --secret-stdin";
    if (auto one = require_one_key(options, choice); !one) return one.error();
    if (!options.key_set.empty()) return key_set(options, clock);
    if (options.key_file.empty()) {
        const auto key = secret_key(options, "");
        if (!key) return key.error();
        return one_key(key->verification_key());
    }
    const auto text = read_secret_file(options.key_file, largest_file);
    if (!text) return text.error();
    const auto key = import_verifying(options, text->reveal_text());
    if (!key) return in_file(key.error(), options.key_file);
    return one_key(*key);
}

}  // namespace watchword::cli
