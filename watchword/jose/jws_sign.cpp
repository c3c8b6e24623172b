#include <watchword/jose/base64url.hpp>
#include <watchword/jose/jws_composed_header.hpp>
#include <watchword/jose/jws_signature.hpp>

namespace watchword::jose {

Result<std::string> sign_jws(ByteView payload, const SigningKey& key, const JwsHeader& header) {
    const Result<std::string> json = detail::compose_protected(key, header, PayloadEncoding::base64url);
    if (!json) return json.error();
    std::string jws = detail::jws_signing_input(encode_base64url(as_bytes(*json)), encode_base64url(payload));
    key.append_signature(jws);
    return jws;
}

Result<std::string> sign_detached_jws(ByteView payload, const SigningKey& key, const JwsHeader& header,
                                      PayloadEncoding encoding) {
    const Result<std::string> json = detail::compose_protected(key, header, encoding);
    if (!json) return json.error();
    std::string jws = encode_base64url(as_bytes(*json));
    const Bytes signature = key.sign(detail::jws_signing_input(jws, detail::as_signed(payload, encoding)));
    jws += "..";
    return jws += encode_base64url(signature);
}

}  // namespace watchword::jose
