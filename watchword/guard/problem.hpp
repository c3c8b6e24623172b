#pragma once
/// A challenge as a whole HTTP answer, for those who write an adapter.

#include <watchword/guard/guard.hpp>

#include <string>
#include <utility>
#include <vector>

namespace watchword::guard {

/// A problem document (RFC 9457) and the header fields that go with it.
struct Problem {
    int status;
    std::string content_type = "application/problem+json";
    /// Names and values: WWW-Authenticate where a token can help, Retry-After where time can.
    std::vector<std::pair<std::string, std::string>> headers;
    /// Members type, title, status, detail (the sentence) and `code`, the stable name of the error. Like the challenge
    /// it says nothing that the request said.
    std::string body;
};

/// What to answer with. The error's detail is not in it; that is for the log.
Problem problem_for(const Challenge& challenge);

}  // namespace watchword::guard
