#pragma once
/// Writing a JSON object, member by member, as fast as claims sets are wanted.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose::json {

/// That no name is written twice, and that all text is UTF-8, is the caller's to see to. What is added must not lie in
/// the object itself. After an exception (std::bad_alloc) it may only be assigned to or destroyed.
class ObjectWriter {
  public:
    /// Where a member stands in `view()`: its name in quotes from `start`, its value from `value` to `end`.
    struct Place {
        std::size_t start;
        std::size_t value;
        std::size_t end;
    };

    /// An empty object that has room for `bytes` before it must grow.
    explicit ObjectWriter(std::size_t bytes = 64) : memory_(bytes + margin, '{') { memory_[1] = '}'; }

    // No moves: one that was moved from would have no room for what it believes to hold.
    ObjectWriter(const ObjectWriter&) = default;
    ObjectWriter& operator=(const ObjectWriter&) = default;

    ObjectWriter& add(std::string_view name, std::string_view text);
    ObjectWriter& add(std::string_view name, const char* text) { return add(name, std::string_view(text)); }
    ObjectWriter& add(std::string_view name, std::int64_t number);
    ObjectWriter& add(std::string_view name, int number) { return add(name, std::int64_t{number}); }
    ObjectWriter& add(std::string_view name, std::uint64_t number) = delete;
    ObjectWriter& add(std::string_view name, double number) = delete;
    ObjectWriter& add(std::string_view name, bool flag) = delete;
    ObjectWriter& add(std::string_view name, const std::vector<std::string>& texts);
    ObjectWriter& add_flag(std::string_view name, bool flag) { return add_plain(name, flag ? "true" : "false"); }
    /// `json` is the value as it shall stand there.
    ObjectWriter& add_json(std::string_view name, std::string_view json);

    /// The whole object, until something is added or changed.
    std::string_view view() const noexcept { return {memory_.data(), size_}; }
    std::string text() const { return std::string(view()); }
    /// False if a byte above ASCII may be there.
    bool is_ascii() const noexcept { return is_ascii_; }

    /// Where the member stands that was added last.
    const Place& last() const noexcept { return last_; }
    /// Takes that member away; there is no last one then, until another is added.
    void remove_last() noexcept;
    /// Puts another value where that of a member stands; what stands behind it moves.
    void replace_value(const Place& member, std::string_view json);

  private:
    /// There is always room for what stands around a text.
    static constexpr std::size_t margin = 8;

    /// Where `bytes` more go: `to`, unless all had to move.
    char* room_for(std::size_t bytes, char* to) {
        const auto used = static_cast<std::size_t>(to - memory_.data());
        return memory_.size() - used < bytes + margin ? grow(used, bytes) : to;
    }
    char* grow(std::size_t used, std::size_t bytes);
    std::size_t offset(const char* at) const noexcept { return static_cast<std::size_t>(at - memory_.data()); }

    /// Each writes from `to` on, and gives what is behind it.
    char* begin(std::string_view name);
    ObjectWriter& end(char* to) noexcept;
    char* write_quoted(char* to, std::string_view text);
    char* write_escaped(char* to, std::string_view text);
    char* write(char* to, std::string_view bytes);
    ObjectWriter& add_plain(std::string_view name, std::string_view json);

    /// Larger than what is written: its size is the room there is.
    std::string memory_;
    std::size_t size_ = 2;
    Place last_{};
    bool is_ascii_ = true;
};

}  // namespace watchword::jose::json
