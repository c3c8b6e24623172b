#pragma once
/// The names that tokens and keys usually have, as Python strings that exist already, their hashes included.

#include <python/native/handles.hpp>

#include <array>
#include <string_view>

namespace watchword::python {

/// Immutable after its construction; thread-safe.
class KnownNames {
  public:
    /// Throws Raised.
    KnownNames();
    /// Borrowed; null for any other name.
    PyObject* find(std::string_view name) const noexcept {
        for (std::size_t at = hash(name);; ++at) {
            const Entry& entry = entries_[at % places];
            if (entry.text == name) return entry.name.get();
            if (!entry.name) return nullptr;
        }
    }

  private:
    struct Entry {
        std::string_view text;
        Owned name;
    };
    static constexpr std::size_t places = 256;

    static std::size_t hash(std::string_view name) noexcept {
        if (name.empty()) return 0;
        const auto character = [name](std::size_t at) { return static_cast<unsigned char>(name[at]); };
        return name.size() * 37 + character(0) * 3U + character(name.size() / 2) * 11U +
               character(name.size() - 1) * 5U;
    }
    void add(std::string_view name);

    std::array<Entry, places> entries_;
};

}  // namespace watchword::python
