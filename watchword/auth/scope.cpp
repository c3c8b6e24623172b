#include <watchword/auth/scope.hpp>

#include <algorithm>

namespace watchword::auth {

bool is_scope_token(std::string_view token) noexcept {
    return !token.empty() &&
           std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
}

std::optional<std::vector<std::string_view>> split_scope(std::string_view scope) {
    std::vector<std::string_view> tokens;
    if (scope.empty()) return tokens;
    while (true) {
        const std::size_t end = scope.find(' ');
        const std::string_view token = scope.substr(0, end);
        if (!is_scope_token(token)) return std::nullopt;
        tokens.push_back(token);
        if (end == std::string_view::npos) return tokens;
        scope.remove_prefix(end + 1);
    }
}

std::string join_scope(const std::vector<std::string_view>& tokens) {
    std::string scope;
    for (const std::string_view token : tokens) {
        if (!scope.empty()) scope += ' ';
        scope += token;
    }
    return scope;
}

bool scope_is_within(std::string_view requested, std::string_view granted) {
    const auto wanted = split_scope(requested);
    const auto had = split_scope(granted);
    if (!wanted || !had) return false;
    return std::ranges::all_of(*wanted, [&](auto token) { return std::ranges::find(*had, token) != had->end(); });
}

}  // namespace watchword::auth
