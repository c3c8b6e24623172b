#pragma once
/// What the service is started with: a flag beats its environment variable, which beats the default.

#include <string>

struct Settings {
    /// Whose tokens are trusted.
    std::string issuer = "http://localhost:8080";
    /// For whom a token must be meant; the issuer itself if nothing is said.
    std::string audience;
    /// Where the issuer publishes its keys; `/.well-known/jwks.json` of the issuer if nothing is said.
    std::string keys_url;
    std::string host = "localhost";
    /// 0 takes any free port.
    int port = 8090;
};

/// --issuer, --audience, --keys, --listen HOST:PORT, or the environment: SERVICE_ISSUER, SERVICE_AUDIENCE,
/// SERVICE_KEYS, SERVICE_LISTEN. Throws std::invalid_argument with a sentence for the person.
Settings read_settings(int argc, char** argv);
