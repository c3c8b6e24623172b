#include <watchword/auth/introspect.hpp>
#include <watchword/auth/own_tokens.hpp>
#include <watchword/auth/sign_in.hpp>

namespace watchword::auth {
namespace {

/// The session of a token that was issued to `client`; empty if the token is unknown, dead or another client's.
/// Error: unsupported_token_type for an access token without a session.
Result<std::string> session_of(const Context& context, const Client& client, std::string_view token) {
    const auto found = find_own_family(context, token);
    if (!found) return found.error();
    if (*found) return (*found)->family.client_id == client.id ? (*found)->family.session_id : std::string();
    const auto claims = verify_own_access_token(context, token);
    if (!claims || claims->string("client_id") != client.id) return std::string();
    const std::string_view session = claims->string("sid");
    // RFC 7009 section 2.2.1: better an honest refusal than a token that lives on although its client believes it dead.
    if (session.empty()) return Error::unsupported_token_type;
    return std::string(session);
}

}  // namespace

Result<void> revoke(const Context& context, const Client& client, std::string_view token) {
    const auto session = session_of(context, client, token);
    if (!session) return session.error();
    // RFC 7009 section 2.2: an invalid token is no error, "since the client cannot handle such an error in a reasonable
    // way".
    if (session->empty()) return {};
    const auto ended = sign_out(context, *session);
    if (!ended) return ended.error();
    return {};
}

}  // namespace watchword::auth
