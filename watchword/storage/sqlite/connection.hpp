#pragma once
/// A connection to the database file, with its cache of prepared statements. One thread at a time.

#include <watchword/base/clock.hpp>
#include <watchword/storage/sqlite/statement.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;

namespace watchword::storage::sqlite {

struct Options;

enum class Access : std::uint8_t { read, write };

class Connection {
  public:
    /// Opens an existing file and sets what holds for each connection: WAL, synchronous=FULL, foreign keys,
    /// secure_delete, a bounded page cache. Throws Failure.
    Connection(const Options& options, Access access);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The statement for this text, prepared at its first use. `sql` must be a string literal: its address is the key.
    Statement statement(const char* sql);
    /// Runs one or more statements without results, uncached.
    void execute(const char* sql);
    /// True if no transaction is open, also because SQLite had to roll it back by itself.
    bool in_autocommit() const noexcept;
    /// Pages in the write-ahead log after the last commit of this connection.
    int pages_in_log() const noexcept { return pages_in_log_; }
    /// Copies the log into the database as far as readers allow; true if all of it was copied.
    bool checkpoint();
    sqlite3* handle() const noexcept { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    struct Cached {
        const char* sql;
        sqlite3_stmt* prepared;
    };
    void configure(Milliseconds busy_timeout, Access access);

    std::unique_ptr<sqlite3, Close> handle_;
    std::vector<Cached> statements_;
    int pages_in_log_ = 0;
};

}  // namespace watchword::storage::sqlite
