#include <watchword/endpoints/next_path.hpp>
#include <watchword/http/form.hpp>

#include <algorithm>

namespace watchword::endpoints {

std::string safe_next(std::string_view next) {
    constexpr std::size_t longest = 2048;
    const auto is_printable = [](char character) { return character > ' ' && character <= '~' && character != '\\'; };
    const bool safe = next.starts_with('/') && !next.starts_with("//") && next.size() <= longest &&
                      std::ranges::all_of(next, is_printable);
    return safe ? std::string(next) : "/account";
}

std::string login_path_for(const http::Request& request) {
    const bool is_page = request.method == http::Method::get || request.method == http::Method::head;
    std::string path = is_page ? request.path : "/account";
    if (is_page && !request.query.empty()) path += '?' + request.query;
    return "/login?next=" + http::percent_encode(safe_next(path));
}

}  // namespace watchword::endpoints
