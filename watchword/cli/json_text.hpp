#pragma once
/// JSON as people like to read it.

#include <watchword/jose/json.hpp>

#include <string>

namespace watchword::cli {

/// Indented by two spaces; times of registered claims (exp, nbf, iat, auth_time) get a date behind them. Safe to print
/// on a terminal.
std::string pretty_json(const jose::json::Value& value);
/// The same for a JSON object as text; the text itself if it is none.
std::string pretty_json(const std::string& json);

}  // namespace watchword::cli
