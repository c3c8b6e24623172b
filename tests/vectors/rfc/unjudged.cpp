#include "kinds.hpp"

namespace watchword::vectors {

Verdict pkce_check(const Value& /*vector*/) {
    throw Unjudged(
        "checks a PKCE code verifier, which belongs to an authorization endpoint and is no part of the library");
}

Verdict http_example(const Value& /*vector*/) {
    throw Unjudged("is an example of an HTTP message, with nothing in it that a library could accept or refuse");
}

}  // namespace watchword::vectors
