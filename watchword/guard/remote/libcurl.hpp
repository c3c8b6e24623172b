#pragma once
/// libcurl, loaded when a key set is first fetched. It brings two dozen libraries with it; a server that verifies only
/// its own tokens, and every command that fetches nothing, does without their start-up time and memory.

#define CURL_DISABLE_TYPECHECK
#include <watchword/base/result.hpp>

#include <curl/curl.h>

namespace watchword::guard::remote {

/// The functions of libcurl that are used here, under their names without "curl_".
struct Libcurl {
#define WATCHWORD_LIBCURL_FUNCTIONS(FUNCTION) \
    FUNCTION(easy_cleanup)                    \
    FUNCTION(easy_getinfo)                    \
    FUNCTION(easy_header)                     \
    FUNCTION(easy_init)                       \
    FUNCTION(easy_setopt)                     \
    FUNCTION(easy_strerror)                   \
    FUNCTION(free)                            \
    FUNCTION(global_init)                     \
    FUNCTION(multi_add_handle)                \
    FUNCTION(multi_cleanup)                   \
    FUNCTION(multi_info_read)                 \
    FUNCTION(multi_init)                      \
    FUNCTION(multi_perform)                   \
    FUNCTION(multi_poll)                      \
    FUNCTION(multi_remove_handle)             \
    FUNCTION(multi_wakeup)                    \
    FUNCTION(slist_append)                    \
    FUNCTION(slist_free_all)                  \
    FUNCTION(url)                             \
    FUNCTION(url_cleanup)                     \
    FUNCTION(url_get)                         \
    FUNCTION(url_set)                         \
    FUNCTION(url_strerror)
#define WATCHWORD_DECLARE(name) decltype(&::curl_##name) name = nullptr;
    WATCHWORD_LIBCURL_FUNCTIONS(WATCHWORD_DECLARE)
#undef WATCHWORD_DECLARE
};

/// Loads and starts libcurl once a process; thread-safe. Error: keys_unavailable if the library is missing or too old.
Result<void> load_libcurl();

/// To be used after `load_libcurl` has succeeded.
const Libcurl& curl() noexcept;

}  // namespace watchword::guard::remote
