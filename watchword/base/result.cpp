#include <watchword/base/result.hpp>

#include <array>

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

}  // namespace watchword
