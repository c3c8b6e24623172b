#pragma once
/// Errors as values: every input from outside fails by `Result<T>`, never by an exception.
///
///     Result<Claims> claims = jwt::verify(...);
///     if (!claims) return claims.error();

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace watchword {

/// A refusal: a stable code, and detail for the log that is never shown to the other side.
class [[nodiscard]] Error {
  public:
    enum class Code : std::uint16_t {
#define WATCHWORD_ERROR(name, sentence) name,
#include <watchword/base/error_codes.inc>
#undef WATCHWORD_ERROR
    };
    using enum Code;

    Error(Code code) noexcept : code_(code) {}  // NOLINT(google-explicit-constructor): `return Error::expired;`
    Error(Code code, std::string detail) noexcept : code_(code), detail_(std::move(detail)) {}

    Code code() const noexcept { return code_; }
    /// The stable name, e.g. "wrong_audience".
    std::string_view name() const noexcept;
    /// One sentence for the person.
    std::string_view sentence() const noexcept;
    /// For the log and the command line only; often empty.
    const std::string& detail() const noexcept { return detail_; }
    /// When trying again makes sense; zero if it never does or nobody knows.
    std::chrono::seconds retry_after() const noexcept { return retry_after_; }
    Error& with_retry_after(std::chrono::seconds wait) & noexcept {
        retry_after_ = wait;
        return *this;
    }
    Error with_retry_after(std::chrono::seconds wait) && noexcept { return std::move(with_retry_after(wait)); }

    friend bool operator==(const Error& error, Code code) noexcept { return error.code_ == code; }
    friend bool operator==(const Error& a, const Error& b) noexcept { return a.code_ == b.code_; }

  private:
    Code code_;
    std::chrono::seconds retry_after_{0};
    std::string detail_;
};

/// Says on standard error which error nobody looked at, and ends the process.
[[noreturn]] void value_of_an_error(const Error& error) noexcept;

/// `tl::expected` that must be looked at, into which an error code converts, and that fails closed: reading the value
/// of an error ends the process (where `tl::expected` would go on with whatever the memory holds).
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  public:
    using Base = tl::expected<T, Error>;
    using Base::Base;
    Result(Base base) : Base(std::move(base)) {}
    Result(Error error) : Base(tl::unexpected<Error>(std::move(error))) {}
    Result(Error::Code code) : Base(tl::unexpected<Error>(Error(code))) {}

    const T* operator->() const noexcept { return must_have_a_value(), Base::operator->(); }
    T* operator->() noexcept { return must_have_a_value(), Base::operator->(); }
    const T& operator*() const& noexcept { return must_have_a_value(), Base::operator*(); }
    T& operator*() & noexcept { return must_have_a_value(), Base::operator*(); }
    const T&& operator*() const&& noexcept { return must_have_a_value(), std::move(*this).Base::operator*(); }
    T&& operator*() && noexcept { return must_have_a_value(), std::move(*this).Base::operator*(); }

  private:
    void must_have_a_value() const noexcept {
        if (!this->has_value()) value_of_an_error(this->error());
    }
};

/// An outcome without a value.
template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
  public:
    using Base = tl::expected<void, Error>;
    using Base::Base;
    Result(Base base) : Base(std::move(base)) {}
    Result(Error error) : Base(tl::unexpected<Error>(std::move(error))) {}
    Result(Error::Code code) : Base(tl::unexpected<Error>(Error(code))) {}
};

}  // namespace watchword
