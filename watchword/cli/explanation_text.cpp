#include <watchword/cli/explanation_text.hpp>
#include <watchword/cli/json_text.hpp>
#include <watchword/cli/record.hpp>
#include <watchword/cli/text_layout.hpp>
#include <watchword/jwt/explanation_json.hpp>

#include <array>

namespace watchword::cli {
namespace {

constexpr std::size_t mark_column = 2;
constexpr std::size_t name_column = mark_column + 9;
constexpr std::size_t sentence_column = name_column + 22;
constexpr std::size_t measure_column = 11;

struct Mark {
    std::string word;
    Console::Tone tone;
};

Mark mark_of(jwt::Outcome outcome) {
    switch (outcome) {
        case jwt::Outcome::passed:
            return {"ok", Console::Tone::good};
        case jwt::Outcome::failed:
            return {"FAILED", Console::Tone::bad};
        case jwt::Outcome::skipped:
            break;
    }
    return {"skipped", Console::Tone::faint};
}

Mark mark_of(jwt::Severity severity) {
    return {std::string(jwt::name(severity)),
            severity == jwt::Severity::warning ? Console::Tone::caution : Console::Tone::faint};
}

std::string padded(std::string_view text, std::size_t columns) {
    return std::string(text) + std::string(columns > text.size() ? columns - text.size() : 1, ' ');
}

/// "  ok       format                Three segments ..."
std::string line(const Console& console, const Mark& mark, std::string_view name, const std::string& sentence,
                 std::size_t width) {
    return std::string(mark_column, ' ') + console.toned(mark.word, mark.tone) +
           std::string(name_column - mark_column - mark.word.size(), ' ') +
           padded(name, sentence_column - name_column) + wrapped(printable(sentence), sentence_column, width) + "\n";
}

std::string json_section(const std::string& heading, const std::string& json) {
    return json.empty() ? "" : heading + "\n" + pretty_json(json) + "\n";
}

std::string checks_section(const Console& console, const jwt::Explanation& explanation, std::size_t width) {
    std::string text = "Checks\n";
    for (const jwt::Check& check : explanation.checks)
        text += line(console, mark_of(check.outcome), check.name, check.sentence, width);
    return text + "\n";
}

std::string key_line(const std::string& mark, const jwt::KeyDescription& key, std::size_t width) {
    std::string words = key.fingerprint;
    if (!key.kid.empty()) words += "  kid " + key.kid;
    constexpr std::size_t fingerprint_column = name_column + 9;
    return std::string(mark_column, ' ') + padded(mark, name_column - mark_column) +
           padded(jose::name(key.algorithm), fingerprint_column - name_column) +
           wrapped(printable(words), fingerprint_column, width) + "\n";
}

std::string keys_section(const jwt::Explanation& explanation, std::size_t width) {
    std::string text = "Keys (algorithm, fingerprint, kid)\n";
    if (explanation.key) text += key_line("used", *explanation.key, width);
    for (const jwt::KeyDescription& key : explanation.expected_keys)
        if (key != explanation.key) text += key_line("held", key, width);
    if (!explanation.key && explanation.expected_keys.empty()) text += "  none\n";
    return text + "\n";
}

std::string skew_text(const jwt::Skew& skew) {
    std::string text;
    const auto add = [&text](std::string_view claim, const std::optional<Milliseconds>& off) {
        if (!off) return;
        text += (text.empty() ? "" : ", ") + std::string(claim) + (off->count() < 0 ? " " : " +") +
                jwt::seconds_text(*off) + " s";
    };
    add("exp", skew.expiry);
    add("nbf", skew.not_before);
    add("iat", skew.issued_at);
    return text.empty() ? "no time in the token can be read" : text + " from now";
}

std::string size_text(const jwt::TokenSize& size) {
    return std::to_string(size.bytes) + " of " + std::to_string(size.max_bytes) + " bytes; as a cookie " +
           std::to_string(size.cookie_bytes) + " of " + std::to_string(jwt::TokenSize::cookie_limit);
}

std::string measures_section(const jwt::Explanation& explanation, std::size_t width) {
    const auto row = [width](std::string_view name, const std::string& words) {
        return padded(name, measure_column) + wrapped(words, measure_column, width) + "\n";
    };
    return row("Times", skew_text(explanation.skew)) + row("Size", size_text(explanation.size)) + "\n";
}

std::string findings_section(const Console& console, const jwt::Explanation& explanation, std::size_t width) {
    if (explanation.findings.empty()) return {};
    std::string text = "Findings (the verdict does not depend on them)\n";
    for (const jwt::Finding& finding : explanation.findings)
        text += line(console, mark_of(finding.severity), finding.code, finding.sentence, width);
    return text + "\n";
}

std::string verdict(const Console& console, const jwt::Explanation& explanation) {
    const Error* error = explanation.error();
    if (error == nullptr && explanation.verified())
        return console.toned("The token is accepted.", Console::Tone::good) + "\n";
    const std::string reason = error == nullptr ? "" : ": " + std::string(error->name());
    return console.toned("The token is refused" + reason + ".", Console::Tone::bad) + "\n";
}

}  // namespace

std::string explanation_text(const Console& console, const jwt::Explanation& explanation, std::size_t width) {
    return json_section("Header", explanation.header) + json_section("Claims", explanation.claims) +
           checks_section(console, explanation, width) + keys_section(explanation, width) +
           measures_section(explanation, width) + findings_section(console, explanation, width) +
           verdict(console, explanation);
}

}  // namespace watchword::cli
