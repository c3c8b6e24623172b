// Whatever becomes a key must come back from its own export.
#include <watchword/jose/jwk.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace watchword;
    constexpr jose::JwkDefaults defaults{jose::Algorithm::RS256, jose::Algorithm::HS256};
    const std::string_view text = as_text({data, size});
    (void)jose::import_key_set(text, defaults);
    const auto key = jose::import_verification_key(text, defaults);
    if (key && !jose::is_symmetric(key->algorithm())) {
        const auto again = jose::import_verification_key(*jose::export_public_jwk(*key));
        if (!again || jose::thumbprint(*again) != jose::thumbprint(*key)) std::abort();
    }
    const auto signer = jose::import_signing_key(text, defaults);
    if (signer && !jose::import_signing_key(jose::export_private_jwk_in_the_clear(*signer).reveal_text())) std::abort();
    return 0;
}
