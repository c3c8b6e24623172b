#pragma once
/// What SQLite could not do. Inside this module it travels as an exception, so that the SQL reads straight; `Writer`
/// and `Readers` turn it into the Error of a Result, and nothing of it leaves the module.

#include <watchword/base/result.hpp>

#include <exception>

struct sqlite3;

namespace watchword::storage::sqlite {

class Failure final : public std::exception {
  public:
    Failure(int sqlite_code, Error error) : sqlite_code_(sqlite_code), error_(std::move(error)) {}
    const char* what() const noexcept override { return error_.detail().c_str(); }
    const Error& error() const noexcept { return error_; }
    /// SQLite's extended result code.
    int sqlite_code() const noexcept { return sqlite_code_; }
    /// After a failed read, write or fsync neither the page cache of the connection nor its view of the log is trusted.
    bool connection_is_spoiled() const noexcept;
    /// The file or its folder may not be written.
    bool is_read_only() const noexcept;

  private:
    int sqlite_code_;
    Error error_;
};

/// The stable code for what `database` reported last, with SQLite's words as detail. `database` may be null.
Failure failure_of(sqlite3* database, int code);

/// Throws unless `code` is SQLITE_OK.
void expect_ok(sqlite3* database, int code);

}  // namespace watchword::storage::sqlite
