#pragma once
/// What watchword.jwt demands of claims, as far as the fast way understands it.

#include <python/native/handles.hpp>
#include <watchword/jose/json.hpp>

#include <cstdint>
#include <optional>

namespace watchword::python {

/// The options of a call to decode(), those of the PyJWT object included.
class CheckOptions {
  public:
    enum class Check : std::uint8_t { signature, exp, nbf, iat, aud, iss, sub, jti };

    /// `own` and `of_call` are dicts, `of_call` may be None. Empty optional where there is anything but what types.py
    /// names, with True and False for values: that is for the plain way.
    static std::optional<CheckOptions> read(PyObject* own, PyObject* of_call);

    bool wants(Check check) const noexcept { return (checks_ >> static_cast<int>(check) & 1U) != 0; }
    bool strict_audience() const noexcept { return strict_audience_; }
    /// A list or a tuple; null if nothing is required.
    PyObject* required() const noexcept { return required_.get(); }

  private:
    bool add(PyObject* options);
    bool add(PyObject* name, PyObject* value);

    std::uint32_t checks_ = 0;
    /// The checks that were named, switched on or off.
    std::uint32_t named_ = 0;
    bool strict_audience_ = false;
    Owned required_;
};

/// What the caller expects, as Python objects that he holds: any of them may be None.
struct ExpectedClaims {
    PyObject* audience;
    PyObject* subject;
    PyObject* issuer;
    /// Seconds since the epoch, and seconds.
    double now;
    double leeway;
};

/// True only if the plain way would accept these claims. False says nothing: they may be unusual only. Throws Raised.
bool satisfies(jose::json::Value claims, const CheckOptions& options, const ExpectedClaims& expected);

}  // namespace watchword::python
