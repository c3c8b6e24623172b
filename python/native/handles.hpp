#pragma once
/// Owning references to Python objects, and the one way in which a failed call into Python travels through C++.
/// Everything in this folder keeps to the limited API of CPython 3.10, so that one binary serves every later version.

#include <utility>

#define PY_SSIZE_T_CLEAN
#include <Python.h>

namespace watchword::python {

/// Thrown where a call into Python has failed: the exception is set in the interpreter already (guarded.hpp).
struct Raised {};

/// One reference. May be empty.
class Owned {
  public:
    Owned() = default;
    /// Takes over a new reference, which may be null.
    explicit Owned(PyObject* reference) noexcept : object_(reference) {}
    /// A reference of its own to an object that somebody else holds.
    static Owned share(PyObject* borrowed) noexcept {
        Py_XINCREF(borrowed);
        return Owned(borrowed);
    }
    ~Owned() { Py_XDECREF(object_); }
    Owned(Owned&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Owned& operator=(Owned&& other) noexcept {
        const Owned old(std::exchange(object_, std::exchange(other.object_, nullptr)));
        return *this;
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;

    PyObject* get() const noexcept { return object_; }
    /// Hands the reference to the caller, as a return value or to a function that steals it.
    [[nodiscard]] PyObject* release() noexcept { return std::exchange(object_, nullptr); }
    explicit operator bool() const noexcept { return object_ != nullptr; }

  private:
    PyObject* object_ = nullptr;
};

/// Takes over what a call has returned. Throws Raised for null.
inline Owned checked(PyObject* new_reference) {
    if (new_reference == nullptr) throw Raised{};
    return Owned(new_reference);
}

/// For calls that answer -1 when they fail.
inline void checked(int status) {
    if (status < 0) throw Raised{};
}

}  // namespace watchword::python
