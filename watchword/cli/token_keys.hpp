#pragma once
/// The keys that the token commands work with: from files, standard input or a URL, never from the command line.

#include <watchword/base/clock.hpp>
#include <watchword/base/result.hpp>
#include <watchword/base/secret.hpp>
#include <watchword/cli/command.hpp>
#include <watchword/jose/algorithms.hpp>
#include <watchword/jose/keys.hpp>
#include <watchword/jwt/key_source.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchword::cli {

struct TokenKeyOptions {
    std::string key_file;
    std::string key_set;
    std::string secret_file;
    bool secret_stdin = false;
    std::vector<std::string> algorithms;

    void add_signing_to(Command& command);
    void add_verifying_to(Command& command);
    bool any() const { return !key_file.empty() || !key_set.empty() || !secret_file.empty() || secret_stdin; }
};

/// Errors: wrong_usage (not exactly one key, an unknown algorithm), unreadable_file, those of importing a key.
Result<jose::SigningKey> signing_key(const TokenKeyOptions& options, const std::string& kid);

struct VerificationKeys {
    std::unique_ptr<jwt::KeySource> source;
    /// What is accepted: --algorithm, else what the key is for; of a key set every asymmetric algorithm.
    jose::AlgorithmSet algorithms;
};

/// Errors as above; invalid_configuration for a URL that is not https (or http on loopback).
Result<VerificationKeys> verification_keys(const TokenKeyOptions& options, const Clock& clock);

}  // namespace watchword::cli
