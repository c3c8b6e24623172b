#include <watchword/guard/remote/libcurl.hpp>

#include <string>

#include <dlfcn.h>

namespace watchword::guard::remote {
namespace {

constexpr auto library_name = "libcurl.so.4";

Libcurl functions;

std::string loading_error() {
    const char* const text = dlerror();
    return text == nullptr ? std::string(library_name) + " could not be loaded" : text;
}

/// Empty if all went well. The library stays loaded: threads of it may live as long as the process.
std::string load() {
    void* const library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return loading_error();
#define WATCHWORD_LOAD(name)                                                                    \
    functions.name = reinterpret_cast<decltype(functions.name)>(dlsym(library, "curl_" #name)); \
    if (functions.name == nullptr) return loading_error();
    WATCHWORD_LIBCURL_FUNCTIONS(WATCHWORD_LOAD)
#undef WATCHWORD_LOAD
    if (functions.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return "libcurl could not be started";
    return {};
}

}  // namespace

Result<void> load_libcurl() {
    static const std::string failure = load();
    if (!failure.empty()) return Error(Error::keys_unavailable, failure);
    return {};
}

const Libcurl& curl() noexcept {
    return functions;
}

}  // namespace watchword::guard::remote
