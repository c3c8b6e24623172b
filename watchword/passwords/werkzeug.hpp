#pragma once
/// What Werkzeug (Flask) writes; each row lives in a file of its own.

#include <watchword/passwords/formats.hpp>

namespace watchword::passwords::werkzeug {

/// "pbkdf2:sha256:1000000$salt$hex", also with sha1, sha384, sha512.
extern const Format pbkdf2;
/// "scrypt:32768:8:1$salt$hex".
extern const Format scrypt;

}  // namespace watchword::passwords::werkzeug
