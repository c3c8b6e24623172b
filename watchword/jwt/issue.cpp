#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/json_names.hpp>
#include <watchword/jwt/issue.hpp>

#include <array>
#include <charconv>
#include <iterator>
#include <stdexcept>

namespace watchword::jwt {
namespace {

using jose::json::append_quoted;

// Usual claims fit without growing.
constexpr std::size_t usual_bytes = 512;
constexpr std::size_t usual_members = 16;

std::string header_for(const jose::SigningKey& key, std::string_view type) {
    std::string json = R"({"alg":)";
    append_quoted(json, jose::name(key.algorithm()));
    json += R"(,"typ":)";
    append_quoted(json, type);
    if (!key.kid().empty()) {
        json += R"(,"kid":)";
        append_quoted(json, key.kid());
    }
    json += '}';
    if (!jose::json::is_utf8(json)) throw std::invalid_argument("typ or kid is not UTF-8");
    return json;
}

/// The header segments of this thread's last few keys and types.
struct PreparedHeader {
    std::uint64_t key = 0;
    std::string type;
    std::string segment;
};

const std::string& header_segment(const jose::SigningKey& key, std::string_view type) {
    thread_local std::array<PreparedHeader, 8> prepared;
    thread_local std::size_t next = 0;
    for (const PreparedHeader& known : prepared)
        if (known.key == key.serial() && known.type == type) return known.segment;
    PreparedHeader& fresh = prepared[next];
    fresh = {key.serial(), std::string(type), jose::encode_base64url(as_bytes(header_for(key, type)))};
    next = (next + 1) % prepared.size();
    return fresh.segment;
}

std::string sign(std::string_view claims_json, const jose::SigningKey& key, std::string_view type) {
    // Room for the signatures of all but RSA keys.
    constexpr std::size_t usual_signature = 180;
    const std::string& header = header_segment(key, type);
    std::string token;
    token.reserve(header.size() + jose::encoded_size(claims_json.size()) + usual_signature);
    token += header;
    token += '.';
    jose::append_base64url(token, as_bytes(claims_json));
    key.append_signature(token);
    return token;
}

}  // namespace

template <class Write>
ClaimsBuilder& ClaimsBuilder::put(std::string_view name, Write write) {
    const Place fresh = open(name);
    write(json_);
    close(name, fresh);
    return *this;
}

ClaimsBuilder& ClaimsBuilder::set(std::string_view name, std::string_view value) {
    return put(name, [value](std::string& out) { append_quoted(out, value); });
}

ClaimsBuilder& ClaimsBuilder::set(std::string_view name, std::int64_t value) {
    return put(name, [value](std::string& out) {
        std::array<char, 24> text;
        out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr);
    });
}

ClaimsBuilder& ClaimsBuilder::set_flag(std::string_view name, bool value) {
    return put(name, [value](std::string& out) { out += value ? "true" : "false"; });
}

ClaimsBuilder& ClaimsBuilder::set(std::string_view name, const std::vector<std::string>& values) {
    return put(name, [&values](std::string& out) {
        out += '[';
        for (const std::string& value : values) {
            if (out.back() != '[') out += ',';
            append_quoted(out, value);
        }
        out += ']';
    });
}

ClaimsBuilder& ClaimsBuilder::set_json(std::string_view name, std::string_view json) {
    holds_foreign_json_ = true;
    return put(name, [json](std::string& out) { out += json; });
}

ClaimsBuilder::Place ClaimsBuilder::open(std::string_view name) {
    if (places_.empty()) {
        json_.reserve(usual_bytes);
        places_.reserve(usual_members);
        json_.pop_back();
    } else {
        json_.back() = ',';
    }
    const std::size_t start = json_.size();
    append_quoted(json_, name);
    json_ += ':';
    return {.start = start, .value = json_.size(), .end = 0};
}

void ClaimsBuilder::close(std::string_view name, Place fresh) {
    fresh.end = json_.size();
    json_ += '}';
    const std::uint64_t mark = jose::json::name_mark(name);
    Place* const old = (marks_ & mark) != 0 ? find(fresh) : nullptr;
    marks_ |= mark;
    if (old != nullptr)
        replace(*old, fresh);
    else
        places_.push_back(fresh);
}

ClaimsBuilder::Place* ClaimsBuilder::find(Place fresh) {
    for (Place& place : places_)
        if (name_of(place) == name_of(fresh)) return &place;
    return nullptr;
}

/// Takes the fresh member off the end and puts its value where the old one stood.
void ClaimsBuilder::replace(Place& old, Place fresh) {
    const std::string value = json_.substr(fresh.value, fresh.end - fresh.value);
    json_.resize(fresh.start - 1);
    json_ += '}';
    json_.replace(old.value, old.end - old.value, value);
    // Unsigned on purpose: what wraps around here wraps back below.
    const std::size_t shift = value.size() - (old.end - old.value);
    for (Place& later : places_) {
        if (later.start <= old.start) continue;
        later = {later.start + shift, later.value + shift, later.end + shift};
    }
    old.end += shift;
}

std::string_view ClaimsBuilder::name_of(Place place) const {
    return std::string_view(json_).substr(place.start, place.value - place.start);
}

/// Whether every verifier can read what was built. All but broken UTF-8 is right by construction, unless a piece of
/// JSON came from outside; that must be one value, which adds no member of its own.
bool ClaimsBuilder::is_readable() const {
    if (!holds_foreign_json_) return json_.size() <= jose::json::Limits{}.bytes && jose::json::is_utf8(json_);
    const auto document = jose::json::Document::parse_object(json_);
    if (!document) return false;
    const jose::json::Members members = document->root().members();
    return static_cast<std::size_t>(std::distance(members.begin(), members.end())) == places_.size();
}

Result<std::string> issue_json(std::string_view claims_json, const jose::SigningKey& key, std::string_view type) {
    // What no verifier would read must not be signed: broken UTF-8, a name twice, more than one value.
    if (const auto claims = jose::json::Document::parse_object(claims_json); !claims) return claims.error();
    if (!jose::json::is_utf8(type) || !jose::json::is_utf8(key.kid()))
        return Error(Error::malformed, "typ or kid is not UTF-8");
    return sign(claims_json, key, type);
}

std::string issue(const ClaimsBuilder& claims, const jose::SigningKey& key, std::string_view type) {
    if (!claims.is_readable())
        throw std::invalid_argument("the claims are not one JSON object in UTF-8 of bearable size");
    return sign(claims.json_, key, type);
}

}  // namespace watchword::jwt
