#pragma once
/// One answer of the line protocol: a JSON object of one line.

#include <watchword/base/bytes.hpp>
#include <watchword/base/result.hpp>

#include <string>
#include <string_view>

namespace watchword::differential {

class Answer {
  public:
    Answer& text(std::string_view name, std::string_view value);
    /// As base64url.
    Answer& octets(std::string_view name, ByteView value);
    /// `value` is JSON already.
    Answer& json(std::string_view name, std::string_view value);

    /// {"error": its stable name, "detail": its detail}.
    static Answer refusal(const Error& error);

    std::string line() const { return json_ + "}"; }

  private:
    void begin(std::string_view name);
    std::string json_ = "{";
};

/// The answer that names what came out as `name`, or why nothing did.
Answer text_or_refusal(std::string_view name, const Result<std::string>& result);

}  // namespace watchword::differential
