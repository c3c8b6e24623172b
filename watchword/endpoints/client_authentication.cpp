#include <watchword/endpoints/client_authentication.hpp>
#include <watchword/http/text.hpp>
#include <watchword/jose/base64url.hpp>

#include <algorithm>

namespace watchword::endpoints {
namespace {

/// Base64 (RFC 4648 section 4), with its padding or without, as clients send it.
std::optional<SecretBytes> decode_base64(std::string_view text) {
    std::string other(text.substr(0, std::min(text.size(), text.find_last_not_of('=') + 1)));
    if (text.size() - other.size() > 2 || text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
    std::ranges::replace(other, '+', '-');
    std::ranges::replace(other, '/', '_');
    const SecretBytes wiped_text{std::string_view(other)};
    wipe(other.data(), other.size());
    SecretBytes decoded(jose::decoded_size(wiped_text.size()));
    if (!jose::decode_base64url(wiped_text.reveal_text(), decoded.writable().data())) return std::nullopt;
    return decoded;
}

/// RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.
Result<std::string> form_decode(std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '+', ' ');
    return http::percent_decode(spaced);
}

Result<void> read_basic(std::string_view header, auth::ClientCredentials& credentials) {
    const std::size_t space = header.find(' ');
    if (!http::equals_ignoring_case(header.substr(0, space), "Basic") || space == std::string_view::npos) {
        return Error(Error::invalid_client, "unsupported authentication scheme");
    }
    const auto decoded = decode_base64(http::trim(header.substr(space)));
    if (!decoded) return Error(Error::invalid_client, "broken base64");
    const std::string_view pair = decoded->reveal_text();
    const std::size_t colon = pair.find(':');
    if (colon == std::string_view::npos) return Error(Error::invalid_client, "no colon in Basic credentials");
    auto id = form_decode(pair.substr(0, colon));
    auto secret = form_decode(pair.substr(colon + 1));
    if (!id || !secret) return Error(Error::invalid_client, "broken percent sequence in Basic credentials");
    // Tools send "Basic Og==" (an empty id, an empty secret) where nothing was filled in: that is nobody.
    if (!id->empty()) credentials.basic_id = std::move(*id);
    if (!secret->empty()) credentials.basic_secret = SecretBytes(std::string_view(*secret));
    wipe(secret->data(), secret->size());
    return {};
}

}  // namespace

Result<auth::Client> authenticate_client(const auth::Context& context, const http::Request& request,
                                         const Parameters& parameters) {
    auth::ClientCredentials credentials;
    const auto headers = request.headers.all("Authorization");
    if (headers.size() > 1) return Error(Error::invalid_request, "two Authorization headers");
    if (!headers.empty()) {
        auto read = read_basic(headers.front(), credentials);
        if (!read) return read.error();
    }
    const std::string_view id = parameters.find("client_id");
    const std::string_view secret = parameters.find("client_secret");
    if (!id.empty()) credentials.form_id = std::string(id);
    if (!secret.empty()) credentials.form_secret = SecretBytes(secret);
    return auth::authenticate_client(context, credentials);
}

Result<auth::Client> authenticate_confidential_client(const auth::Context& context, const http::Request& request,
                                                      const Parameters& parameters) {
    auto client = authenticate_client(context, request, parameters);
    if (client && !client->secret_hash) return Error(Error::invalid_client, "a public client");
    return client;
}

}  // namespace watchword::endpoints
