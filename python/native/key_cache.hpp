#pragma once
/// Keys that the plain way of watchword.jwt has read, checked and used: what the fast way finds by what the caller
/// passes, instead of reading it again.

#include <python/native/handles.hpp>
#include <watchword/jose/algorithms.hpp>

#include <array>
#include <cstddef>

namespace watchword::python {

/// Text and bytes are compared whole; key objects by identity, and the cache keeps them alive. Bounded: the oldest goes
/// first. Used with the GIL held, and so thread-safe.
class KeyCache {
  public:
    /// Keys for one algorithm in one form (text, bytes, object).
    static constexpr std::size_t capacity = 512;

    /// A reference to the Key that was remembered for what the caller passed; empty if there is none. Throws Raised.
    Owned find(PyObject* given, jose::Algorithm algorithm) const;
    /// Does nothing where `given` is of a subclass of str or bytes, which may compare as it likes. Throws Raised.
    void remember(PyObject* given, jose::Algorithm algorithm, PyObject* key);

    int traverse(visitproc visit, void* argument) const;
    void clear() noexcept;

  private:
    static constexpr std::size_t algorithms = static_cast<std::size_t>(jose::Algorithm::Ed448) + 1;
    static constexpr std::size_t forms = 3;

    /// From str or bytes to Key, or from an address to (object, Key). Empty until it is needed.
    std::array<Owned, algorithms * forms> tables_;
};

/// False with an exception set.
bool add_key_cache(PyObject* module);

}  // namespace watchword::python
