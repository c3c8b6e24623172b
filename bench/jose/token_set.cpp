#include "token_set.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace bench::jose {
namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        found.push_back(std::move(line));
    return found;
}

TokenClaims claims_of(const std::string& line) {
    std::istringstream stream(line);
    TokenClaims claims;
    std::getline(stream, claims.subject, '\t');
    std::getline(stream, claims.id, '\t');
    std::getline(stream, claims.session, '\t');
    std::getline(stream, claims.tenant, '\t');
    return claims;
}

Setting setting_of(const std::string& text) {
    std::map<std::string, std::string> values;
    for (const std::string& line : lines(text))
        values[line.substr(0, line.find('='))] = line.substr(line.find('=') + 1);
    Setting setting;
    setting.issuer = values.at("issuer");
    setting.audience = values.at("audience");
    setting.client_id = values.at("client_id");
    setting.scope = values.at("scope");
    setting.kid = values.at("kid");
    setting.expires_at = std::stoll(values.at("exp"));
    setting.not_before = std::stoll(values.at("nbf"));
    setting.issued_at = std::stoll(values.at("iat"));
    return setting;
}

}  // namespace

TokenSet::TokenSet(std::filesystem::path folder, std::string type)
    : folder_(std::move(folder)), type_(std::move(type)) {
    if (type_ != "access" && type_ != "plain") throw std::runtime_error("the type is access or plain, not " + type_);
    setting_ = setting_of(file(type_ + ".setting"));
    for (const std::string& line : lines(file("claims")))
        claims_.push_back(claims_of(line));
}

std::vector<std::string> TokenSet::tokens(std::string_view algorithm) const {
    return lines(file(std::string(algorithm) + "." + type_));
}

std::vector<JudgedToken> TokenSet::judged(std::string_view algorithm) const {
    std::vector<JudgedToken> found;
    for (const std::string& line : lines(file(std::string(algorithm) + "." + type_ + ".judged")))
        found.push_back({line.substr(0, line.find(' ')), line.substr(line.find(' ') + 1)});
    return found;
}

std::string TokenSet::file(const std::string& name) const {
    std::ifstream stream(folder_ / name, std::ios::binary);
    if (!stream) throw std::runtime_error("no such file: " + (folder_ / name).string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string to_json(const TokenClaims& claims, const Setting& setting) {
    std::ostringstream json;
    json << R"({"iss":")" << setting.issuer << R"(","sub":")" << claims.subject << R"(","aud":")" << setting.audience
         << R"(","exp":)" << setting.expires_at << R"(,"nbf":)" << setting.not_before << R"(,"iat":)"
         << setting.issued_at << R"(,"jti":")" << claims.id << R"(","client_id":")" << setting.client_id
         << R"(","scope":")" << setting.scope << R"(","sid":")" << claims.session << R"(","tenant":")" << claims.tenant
         << R"("})";
    return json.str();
}

}  // namespace bench::jose
