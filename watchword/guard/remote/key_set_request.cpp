#include <watchword/guard/remote/key_set_request.hpp>
#include <watchword/guard/remote/libcurl.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <new>

#include <arpa/inet.h>

namespace watchword::guard::remote {
namespace {

struct Free {
    void operator()(CURL* handle) const noexcept { curl().easy_cleanup(handle); }
    void operator()(CURLU* handle) const noexcept { curl().url_cleanup(handle); }
    void operator()(curl_slist* list) const noexcept { curl().slist_free_all(list); }
    void operator()(char* text) const noexcept { curl().free(text); }
};
using EasyHandle = std::unique_ptr<CURL, Free>;
using UrlHandle = std::unique_ptr<CURLU, Free>;
using HeaderList = std::unique_ptr<curl_slist, Free>;

Error unavailable(std::string detail) {
    return {Error::keys_unavailable, std::move(detail)};
}
Error invalid_url(std::string detail) {
    return {Error::invalid_configuration, "JWKS URL: " + std::move(detail)};
}

std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl().url_get(url, part, &text, 0) != CURLUE_OK) return {};
    return std::unique_ptr<char, Free>(text).get();
}

bool is_loopback(const std::string& host) noexcept {
    // libcurl resolves "localhost" to loopback itself, whatever a name server says.
    if (host == "localhost" || host == "[::1]") return true;
    in_addr address{};
    return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

/// Parsed once, and libcurl is given the parsed form: what was checked is what is fetched.
Result<UrlHandle> parse_url(const std::string& text) {
    UrlHandle url(curl().url());
    if (!url) throw std::bad_alloc();
    if (const CURLUcode code = curl().url_set(url.get(), CURLUPART_URL, text.c_str(), 0); code != CURLUE_OK)
        return invalid_url(curl().url_strerror(code));
    if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_PASSWORD).empty())
        return invalid_url("it must not carry a user name or password");
    if (!part_of(url.get(), CURLUPART_FRAGMENT).empty()) return invalid_url("it must not have a fragment");
    const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme == "https") return url;
    if (scheme == "http" && is_loopback(part_of(url.get(), CURLUPART_HOST))) return url;
    return invalid_url("it must be https, or http on a loopback host");
}

/// The body as it arrives; more than the limit ends the transfer.
struct Body {
    std::string text;
    std::size_t limit;
    bool overflowed = false;

    static std::size_t append(const char* data, std::size_t /*one*/, std::size_t size, void* self) noexcept {
        Body& body = *static_cast<Body*>(self);
        body.overflowed = size > body.limit - body.text.size();
        if (body.overflowed) return 0;
        try {
            body.text.append(data, size);
        } catch (...) {  // must not unwind through C
            return 0;
        }
        return size;
    }
};

void set_limits(CURL* easy, const RemoteKeysOptions& options) {
    curl().easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl().easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    curl().easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_timeout.count()));
    curl().easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_bytes));
    curl().easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl().easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

void set_trust(CURL* easy, bool loopback) {
    curl().easy_setopt(easy, CURLOPT_PROTOCOLS_STR, loopback ? "http" : "https");
    curl().easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl().easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl().easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl().easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    // A proxy of the environment may carry https, which it cannot read; what is meant for this machine stays here.
    if (loopback) curl().easy_setopt(easy, CURLOPT_NOPROXY, "*");
}

std::optional<Seconds> max_age_of_answer(CURL* easy) noexcept {
    curl_header* header = nullptr;
    if (curl().easy_header(easy, "Cache-Control", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return std::nullopt;
    return max_age_of(header->value);
}

Result<KeySetResponse> read_answer(CURL* easy, CURLcode code, Body body) {
    if (body.overflowed || code == CURLE_FILESIZE_EXCEEDED) return unavailable("the key set is larger than the limit");
    if (code != CURLE_OK) return unavailable(curl().easy_strerror(code));
    long status = 0;
    curl().easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return unavailable("the issuer answered with status " + std::to_string(status));
    return KeySetResponse{std::move(body.text), max_age_of_answer(easy)};
}

bool equal_without_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Digits to seconds; what is too long to be a number is simply very long (RFC 9111 section 1.2.2).
std::optional<Seconds> delta_seconds(std::string_view text) noexcept {
    constexpr std::int64_t very_long = 2'147'483'648;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc::result_out_of_range) return Seconds(very_long);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return std::nullopt;
    return Seconds(std::min(seconds, very_long));
}

}  // namespace

struct KeySetRequest::Handles {
    UrlHandle url;
    bool loopback;
    CURLM* multi;
    ~Handles() { curl().multi_cleanup(multi); }
};

Result<std::unique_ptr<KeySetRequest>> KeySetRequest::create(const RemoteKeysOptions& options) {
    if (auto loaded = load_libcurl(); !loaded) return loaded.error();
    Result<UrlHandle> url = parse_url(options.url);
    if (!url) return url.error();
    const bool loopback = part_of(url->get(), CURLUPART_SCHEME) == "http";
    CURLM* const multi = curl().multi_init();
    if (!multi) throw std::bad_alloc();
    auto handles = std::unique_ptr<Handles>(new Handles{*std::move(url), loopback, multi});
    return std::unique_ptr<KeySetRequest>(new KeySetRequest(options, std::move(handles)));
}

KeySetRequest::KeySetRequest(RemoteKeysOptions options, std::unique_ptr<Handles> handles) noexcept
    : options_(std::move(options)), handles_(std::move(handles)) {}
KeySetRequest::~KeySetRequest() = default;

Result<KeySetResponse> KeySetRequest::run() {
    const HeaderList headers(curl().slist_append(nullptr, "Accept: application/jwk-set+json, application/json"));
    const EasyHandle easy(curl().easy_init());
    if (!easy || !headers) return unavailable("out of memory");
    Body body{.text = {}, .limit = options_.max_bytes};
    set_limits(easy.get(), options_);
    set_trust(easy.get(), handles_->loopback);
    curl().easy_setopt(easy.get(), CURLOPT_CURLU, handles_->url.get());
    curl().easy_setopt(easy.get(), CURLOPT_USERAGENT, "watchword");
    curl().easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl().easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &Body::append);
    curl().easy_setopt(easy.get(), CURLOPT_WRITEDATA, &body);

    // The multi interface, for the sake of its wake-up: a server that hangs must not hold up our end.
    if (curl().multi_add_handle(handles_->multi, easy.get()) != CURLM_OK) return unavailable("libcurl refused");
    int running = 1;
    while (running > 0 && !cancelled_) {
        if (curl().multi_perform(handles_->multi, &running) != CURLM_OK) break;
        if (running > 0) curl().multi_poll(handles_->multi, nullptr, 0, 1000, nullptr);
    }
    int left = 0;
    const CURLMsg* const message = curl().multi_info_read(handles_->multi, &left);
    const CURLcode code = message && message->msg == CURLMSG_DONE ? message->data.result : CURLE_ABORTED_BY_CALLBACK;
    curl().multi_remove_handle(handles_->multi, easy.get());
    return read_answer(easy.get(), code, std::move(body));
}

void KeySetRequest::cancel() noexcept {
    cancelled_ = true;
    curl().multi_wakeup(handles_->multi);
}

std::optional<Seconds> max_age_of(std::string_view cache_control) noexcept {
    constexpr std::string_view max_age = "max-age=";
    std::optional<Seconds> found;
    while (!cache_control.empty()) {
        const std::size_t end = std::min(cache_control.find(','), cache_control.size());
        const std::string_view directive = trimmed(cache_control.substr(0, end));
        cache_control.remove_prefix(std::min(end + 1, cache_control.size()));
        if (equal_without_case(directive, "no-store") || equal_without_case(directive, "no-cache")) return Seconds(0);
        if (!found && equal_without_case(directive.substr(0, max_age.size()), max_age))
            found = delta_seconds(directive.substr(max_age.size()));
    }
    return found;
}

}  // namespace watchword::guard::remote
