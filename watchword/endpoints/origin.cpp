#include <watchword/endpoints/origin.hpp>

#include <algorithm>

namespace watchword::endpoints {

auth::Origin origin_of(const http::Request& request) {
    constexpr std::size_t longest = 256;
    std::string user_agent(request.headers.find("User-Agent").value_or("").substr(0, longest));
    std::ranges::replace_if(
        user_agent, [](char character) { return character < ' ' || character > '~'; }, '?');
    return {request.address, std::move(user_agent)};
}

}  // namespace watchword::endpoints
