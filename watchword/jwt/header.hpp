#pragma once
/// The protected header as `verify` reads it (RFC 7515 section 4.1). Everything in it is untrusted; `jku`, `jwk`, `x5u`
/// and `x5c` are not even read (RFC 8725 section 3.10).

#include <watchword/base/result.hpp>
#include <watchword/jose/algorithms.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace watchword::jwt {

struct Header {
    std::string algorithm_name;
    /// Empty for a name that is no signature algorithm here, such as "none".
    std::optional<jose::Algorithm> algorithm;
    std::optional<std::string> kid;
    std::optional<std::string> type;
    /// `crit` or `b64` is present.
    bool demands_extension = false;
};

/// Immutable and shared, so that tokens with the same header need no copy.
using SharedHeader = std::shared_ptr<const Header>;

/// Decodes a header segment, or takes it from this thread's memory of headers (`remember_header`). Errors: malformed
/// (not base64url of one JSON object, `alg` missing, or `alg`, `kid` or `typ` not a string), too_large.
Result<SharedHeader> read_header(std::string_view segment);

/// Keeps a header for this thread, so that the next token that has the same bytes need not be parsed. For headers of
/// genuine tokens only: strangers could push the others out. Few, and only of usual size; compared in full.
void remember_header(std::string_view segment, const SharedHeader& header);

}  // namespace watchword::jwt
