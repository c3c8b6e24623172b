#include <watchword/storage/sqlite/failure.hpp>
#include <watchword/storage/sqlite/statement.hpp>

#include <algorithm>

#include <sqlite3.h>

namespace watchword::storage::sqlite {

Statement::~Statement() {
    sqlite3_reset(prepared_);
    sqlite3_clear_bindings(prepared_);
}

bool Statement::step() {
    const int code = sqlite3_step(prepared_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw failure_of(sqlite3_db_handle(prepared_), code);
}

std::int64_t Statement::run() {
    while (step()) {
    }
    return sqlite3_changes64(sqlite3_db_handle(prepared_));
}

bool Statement::is_null(int column) const noexcept {
    return sqlite3_column_type(prepared_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const noexcept {
    return sqlite3_column_int64(prepared_, column);
}

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(prepared_, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column))};
}

Bytes Statement::bytes(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_, column));
    if (data == nullptr) return {};
    return {data, data + sqlite3_column_bytes(prepared_, column)};
}

crypto::Digest Statement::digest(int column) const {
    crypto::Digest digest{};
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(prepared_, column));
    const int size = sqlite3_column_bytes(prepared_, column);
    if (data == nullptr || size != static_cast<int>(digest.size())) {
        throw Failure(SQLITE_CORRUPT, Error(Error::storage_corrupt, "a stored hash has not 32 bytes"));
    }
    std::copy_n(data, digest.size(), digest.begin());
    return digest;
}

std::optional<crypto::Digest> Statement::optional_digest(int column) const {
    if (is_null(column)) return std::nullopt;
    return digest(column);
}

std::optional<TimePoint> Statement::optional_time(int column) const noexcept {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

void Statement::bind_one(int position, std::int64_t value) {
    expect(sqlite3_bind_int64(prepared_, position, value));
}

void Statement::bind_one(int position, std::string_view value) {
    const char* data = value.data() != nullptr ? value.data() : "";  // a null pointer would bind NULL
    expect(sqlite3_bind_text64(prepared_, position, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind_one(int position, ByteView value) {
    if (value.empty()) return expect(sqlite3_bind_zeroblob(prepared_, position, 0));
    expect(sqlite3_bind_blob64(prepared_, position, value.data(), value.size(), SQLITE_STATIC));
}

void Statement::bind_null(int position) {
    expect(sqlite3_bind_null(prepared_, position));
}

void Statement::expect(int code) const {
    expect_ok(sqlite3_db_handle(prepared_), code);
}

}  // namespace watchword::storage::sqlite
