#include <watchword/base/result.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace watchword {
namespace {

struct Row {
    std::string_view name;
    std::string_view sentence;
};

constexpr std::array rows{
#define WATCHWORD_ERROR(name, sentence) Row{#name, sentence},
#include <watchword/base/error_codes.inc>
#undef WATCHWORD_ERROR
};

}  // namespace

std::string_view Error::name() const noexcept {
    return rows[static_cast<std::size_t>(code_)].name;
}
std::string_view Error::sentence() const noexcept {
    return rows[static_cast<std::size_t>(code_)].sentence;
}

void value_of_an_error(const Error& error) noexcept {
    const std::string_view name = error.name();
    std::fprintf(stderr, "watchword: a result was used without a look at its error, %.*s\n",
                 static_cast<int>(name.size()), name.data());
    std::abort();
}

}  // namespace watchword
