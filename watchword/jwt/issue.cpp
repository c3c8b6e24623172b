#include <watchword/jose/base64url.hpp>
#include <watchword/jose/json.hpp>
#include <watchword/jose/json_names.hpp>
#include <watchword/jwt/issue.hpp>

#include <array>
#include <stdexcept>

namespace watchword::jwt {
namespace {

using jose::json::append_quoted;

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

ClaimsBuilder& ClaimsBuilder::set_json(std::string_view name, std::string_view json) {
    holds_foreign_json_ = true;
    // By itself, or two broken pieces could make whole members of what stands between them.
    if (!jose::json::Document::parse(json)) holds_broken_json_ = true;
    claims_.add_json(name, json);
    return keep(name);
}

ClaimsBuilder& ClaimsBuilder::keep(std::string_view name) {
    const Place fresh = claims_.last();
    const std::uint64_t mark = jose::json::name_mark(name);
    Place* const old = (marks_ & mark) != 0 ? find(fresh) : nullptr;
    marks_ |= mark;
    if (old != nullptr)
        replace(*old, fresh);
    else
        places_.push_back(fresh);
    return *this;
}

ClaimsBuilder::Place* ClaimsBuilder::find(Place fresh) {
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (name_of(places_[i]) == name_of(fresh)) return &places_[i];
    return nullptr;
}

/// Takes the fresh member off the end and puts its value where the old one stood.
void ClaimsBuilder::replace(Place& old, Place fresh) {
    const std::string value(claims_.view().substr(fresh.value, fresh.end - fresh.value));
    claims_.remove_last();
    claims_.replace_value(old, value);
    // Unsigned on purpose: what wraps around here wraps back below.
    const std::size_t shift = value.size() - (old.end - old.value);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        Place& later = places_[i];
        if (later.start <= old.start) continue;
        later = {later.start + shift, later.value + shift, later.end + shift};
    }
    old.end += shift;
}

std::string_view ClaimsBuilder::name_of(Place place) const {
    return claims_.view().substr(place.start, place.value - place.start);
}

/// Whether every verifier can read what was built. All but broken UTF-8 is right by construction, unless a piece of
/// JSON came from outside.
bool ClaimsBuilder::is_readable() const {
    const std::string_view json = claims_.view();
    if (holds_broken_json_) return false;
    if (holds_foreign_json_) return jose::json::Document::parse_object(json).has_value();
    return json.size() <= jose::json::Limits{}.bytes && (claims_.is_ascii() || jose::json::is_utf8(json));
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
    return sign(claims.claims_.view(), key, type);
}

}  // namespace watchword::jwt
