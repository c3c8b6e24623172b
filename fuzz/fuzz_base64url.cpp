// What decodes must encode to the very same text: one value, one spelling.
#include <watchword/jose/base64url.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace watchword;
    const std::string_view text = as_text({data, size});
    const auto bytes = jose::decode_base64url(text);
    if (bytes && jose::encode_base64url(*bytes) != text) std::abort();
    if (jose::decode_base64url(jose::encode_base64url({data, size})) != Bytes(data, data + size)) std::abort();
    return 0;
}
