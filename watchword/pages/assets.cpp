#include <watchword/base/crypto.hpp>
#include <watchword/pages/assets.hpp>
#include <watchword/pages/web_files.hpp>

namespace watchword::pages {
namespace {

/// The path carries a piece of the content's hash: a new content is a new path, so nobody keeps an old one.
Asset load(std::string_view file, std::string_view name, std::string_view extension, std::string_view content_type) {
    const std::string_view content = web_file(file);
    const auto digest = crypto::sha256(as_bytes(content));
    const std::string version = to_hex(ByteView(digest).first(8));
    return {"/assets/" + std::string(name) + '-' + version + std::string(extension), content_type, content};
}

}  // namespace

const Assets& assets() {
    static const Assets loaded{load("css/watchword.css", "watchword", ".css", "text/css; charset=utf-8"),
                               load("icons/logo.svg", "logo", ".svg", "image/svg+xml")};
    return loaded;
}

}  // namespace watchword::pages
