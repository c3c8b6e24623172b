// What is read, written and read again must be the same, and every value must answer.
#include <watchword/base/bytes.hpp>
#include <watchword/jose/json.hpp>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace watchword::jose::json;
    const auto document = Document::parse_object(watchword::as_text({data, size}));
    if (!document) return 0;
    for (const std::string_view name : document->root().names()) {
        if (!document->root().find(name)) std::abort();
    }
    const std::string text = document->root().to_json();
    const auto again = Document::parse_secret_object(text, {.bytes = text.size(), .depth = 16});
    if (!again || again->root().to_json() != text) std::abort();
    return 0;
}
