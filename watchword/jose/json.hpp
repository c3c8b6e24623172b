#pragma once
/// Reading JSON of tokens and keys: strict RFC 8259 in UTF-8, nothing skipped unread, with limits.
/// A document owns what it read; the views it hands out live as long as it does.

#include <watchword/base/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose::json {

struct Limits {
    std::size_t bytes = 64 * 1024;
    std::size_t depth = 16;
};

class Document;

/// One value of a document: a light handle.
class Value {
  public:
    enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object };
    Kind kind() const noexcept;
    std::optional<bool> boolean() const noexcept;
    /// Integers in the range of int64.
    std::optional<std::int64_t> integer() const noexcept;
    /// Integers and fractions.
    std::optional<double> number() const noexcept;
    std::optional<std::string_view> string() const noexcept;
    /// The member, or empty if this is no object or has none of that name.
    std::optional<Value> find(std::string_view name) const noexcept;
    /// Names in document order; empty if this is no object.
    std::vector<std::string_view> names() const;
    /// Elements; empty if this is no array.
    std::vector<Value> elements() const;
    /// Compact JSON of this value.
    std::string to_json() const;

  private:
    friend class Document;
    Value(const std::uint64_t* tape, std::size_t index) noexcept : tape_(tape), index_(index) {}
    const std::uint64_t* tape_;
    std::size_t index_;
};

/// An object at the root, read and validated as a whole: duplicate member names at any level (also when spelled with
/// escapes), broken UTF-8, BOM, lone surrogates, trailing bytes and excess of a limit are refused.
class Document {
  public:
    /// Errors: malformed, too_large.
    static Result<Document> parse_object(std::string_view text, const Limits& limits = {});
    /// The same for a text that holds a secret (a private key): every copy that was made of it is wiped.
    static Result<Document> parse_secret_object(std::string_view text, const Limits& limits = {});

    Document(Document&& other) noexcept = default;
    Document& operator=(Document&& other) noexcept = default;
    Value root() const noexcept { return {tape_.get(), 1}; }

  private:
    struct Free {
        /// Words to wipe before the memory is given back; 0 if it holds no secret.
        std::size_t wiped = 0;
        void operator()(std::uint64_t* tape) const noexcept;
    };
    /// One block: the words of the tape, then the strings that they point to.
    using Tape = std::unique_ptr<std::uint64_t[], Free>;
    explicit Document(Tape tape) noexcept : tape_(std::move(tape)) {}
    friend class Reader;
    Tape tape_;
};

/// Appends `text` as a JSON string, quotes and all.
void append_quoted(std::string& out, std::string_view text);

}  // namespace watchword::jose::json
