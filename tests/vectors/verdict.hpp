#pragma once
/// What came of a case: accepted, with what came out, or refused, with the error.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>

#include <optional>
#include <string>
#include <utility>

namespace watchword::vectors {

struct Verdict {
    Bytes output{};
    std::optional<Error> error{};

    bool accepted() const noexcept { return !error; }
    friend bool operator==(const Verdict& a, const Verdict& b) {
        return a.error == b.error && (!a.error || a.error->detail() == b.error->detail()) && a.output == b.output;
    }
};

inline Verdict accepted(ByteView output = {}) {
    return {.output = Bytes(output.begin(), output.end())};
}
inline Verdict refused(Error error) {
    return {.error = std::move(error)};
}
/// For an operation that answers yes or no.
inline Verdict genuine(bool yes) {
    return yes ? accepted() : refused(Error::bad_signature);
}

/// e.g. "refused (malformed: the header is empty)".
std::string describe(const Verdict& verdict);
std::string describe(const Error& error);

}  // namespace watchword::vectors
