// What is read, written and read again must be the same, whichever way, and every value must answer.
#include <watchword/base/bytes.hpp>
#include <watchword/jose/json.hpp>

#include <cstdlib>
#include <string>

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
    // An escape in front leads the same text past the short way for plain ones.
    std::string wrapped = R"({"\u0061":)";
    wrapped.append(watchword::as_text({data, size})).append("}");
    const auto longer = Document::parse_object(wrapped, {.bytes = wrapped.size(), .depth = 17});
    if (!longer || longer->root().find("a")->to_json() != text) std::abort();
    return 0;
}
