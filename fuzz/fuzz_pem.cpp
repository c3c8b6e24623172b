// Whatever becomes a key must come back from its own export; nothing asks for a passphrase.
#include <watchword/jose/pem.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace watchword;
    const std::string_view text = as_text({data, size});
    const auto algorithm = jose::algorithm_for_pem(text);
    if (!algorithm) return 0;
    (void)jose::import_signing_key_pem(*algorithm, text);
    const auto key = jose::import_verification_key_pem(*algorithm, text);
    if (key && !jose::import_verification_key_pem(*algorithm, *jose::export_public_pem(*key))) std::abort();
    return 0;
}
