#pragma once
/// One use of a prepared statement: bind, step, read, and it is reset when it goes out of scope.

#include <watchword/base/bytes.hpp>
#include <watchword/base/clock.hpp>
#include <watchword/base/crypto.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace watchword::storage::sqlite {

/// Every member throws Failure. Texts and bytes are bound without a copy: they must outlive the statement's last step.
class Statement {
  public:
    explicit Statement(sqlite3_stmt* prepared) noexcept : prepared_(prepared) {}
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds ?1, ?2 ... in this order.
    template <class... Values>
    Statement& bind(const Values&... values) {
        int position = 0;
        (bind_one(++position, values), ...);
        return *this;
    }
    /// True if there is a row to read.
    bool step();
    /// For statements without rows; how many rows were changed.
    std::int64_t run();

    bool is_null(int column) const noexcept;
    std::int64_t integer(int column) const noexcept;
    std::string text(int column) const;
    Bytes bytes(int column) const;
    crypto::Digest digest(int column) const;
    TimePoint time(int column) const noexcept { return TimePoint(Milliseconds(integer(column))); }
    std::optional<crypto::Digest> optional_digest(int column) const;
    std::optional<TimePoint> optional_time(int column) const noexcept;

  private:
    void bind_one(int position, std::int64_t value);
    void bind_one(int position, bool value) { bind_one(position, std::int64_t{value}); }
    void bind_one(int position, TimePoint value) { bind_one(position, value.time_since_epoch().count()); }
    void bind_one(int position, std::string_view value);
    void bind_one(int position, const std::string& value) { bind_one(position, std::string_view(value)); }
    void bind_one(int position, const char* value) = delete;
    void bind_one(int position, ByteView value);
    void bind_one(int position, const Bytes& value) { bind_one(position, ByteView(value)); }
    void bind_one(int position, const crypto::Digest& value) { bind_one(position, ByteView(value)); }
    void bind_null(int position);
    template <class T>
    void bind_one(int position, const std::optional<T>& value) {
        value ? bind_one(position, *value) : bind_null(position);
    }
    void expect(int code) const;

    sqlite3_stmt* prepared_;
};

}  // namespace watchword::storage::sqlite
