#pragma once
/// Reading JSON of tokens and keys: strict RFC 8259 in UTF-8, nothing skipped unread, with limits.
/// A document owns what it read; the views it hands out live as long as it does.

#include <watchword/base/result.hpp>
#include <watchword/jose/json_tape.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchword::jose::json {

/// What a text may cost at most. No text above 16 MiB (and a byte) is read, whatever `bytes` allows.
struct Limits {
    std::size_t bytes = 64 * 1024;
    std::size_t depth = 16;
};

class Document;
class Elements;
class Members;

/// One value of a document: a light handle.
class Value {
  public:
    enum class Kind : std::uint8_t { null, boolean, integer, number, string, array, object };
    Kind kind() const noexcept;
    std::optional<bool> boolean() const noexcept;
    /// Integers in the range of int64.
    std::optional<std::int64_t> integer() const noexcept {
        if (tape::type(tape_[index_]) != 'l') return std::nullopt;
        return static_cast<std::int64_t>(tape_[index_ + 1]);
    }
    /// Integers above the range of int64, in the range of uint64; their kind is `number`.
    std::optional<std::uint64_t> large_integer() const noexcept {
        if (tape::type(tape_[index_]) != 'u') return std::nullopt;
        return tape_[index_ + 1];
    }
    /// Integers and fractions.
    std::optional<double> number() const noexcept;
    std::optional<std::string_view> string() const noexcept {
        if (tape::type(tape_[index_]) != '"') return std::nullopt;
        return tape::text(tape::strings_of(tape_), tape_[index_]);
    }
    /// The member, or empty if this is no object or has none of that name.
    std::optional<Value> find(std::string_view name) const noexcept;
    /// Name and value of each member in document order, without a copy; none if this is no object.
    Members members() const noexcept;
    /// Each element without a copy; none if this is no array.
    Elements each_element() const noexcept;
    /// Names in document order; empty if this is no object.
    std::vector<std::string_view> names() const;
    /// Elements; empty if this is no array.
    std::vector<Value> elements() const;
    /// Compact JSON of this value.
    std::string to_json() const;

  private:
    friend class Document;
    friend class Elements;
    friend class Members;
    Value(const std::uint64_t* tape, std::size_t index) noexcept : tape_(tape), index_(index) {}
    const std::uint64_t* tape_;
    std::size_t index_;
};

/// A name and its value, both as the document has them.
struct Member {
    std::string_view name;
    Value value;
};

/// The members of an object, for a range-based for.
class Members {
  public:
    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = Member;
        using pointer = void;
        using reference = Member;
        Iterator(const std::uint64_t* tape, std::size_t at) noexcept : tape_(tape), at_(at) {}
        Member operator*() const noexcept {
            return {tape::text(tape::strings_of(tape_), tape_[at_]), Value(tape_, at_ + 1)};
        }
        Iterator& operator++() noexcept {
            at_ = tape::behind(tape_, at_ + 1);
            return *this;
        }
        bool operator==(const Iterator& other) const noexcept { return at_ == other.at_; }

      private:
        const std::uint64_t* tape_;
        std::size_t at_;
    };
    Iterator begin() const noexcept { return {tape_, first_}; }
    Iterator end() const noexcept { return {tape_, end_}; }

  private:
    friend class Value;
    Members(const std::uint64_t* tape, std::size_t first, std::size_t end) noexcept
        : tape_(tape), first_(first), end_(end) {}
    const std::uint64_t* tape_;
    std::size_t first_;
    std::size_t end_;
};

/// The elements of an array, for a range-based for.
class Elements {
  public:
    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = Value;
        using pointer = void;
        using reference = Value;
        Iterator(const std::uint64_t* tape, std::size_t at) noexcept : tape_(tape), at_(at) {}
        Value operator*() const noexcept { return {tape_, at_}; }
        Iterator& operator++() noexcept {
            at_ = tape::behind(tape_, at_);
            return *this;
        }
        bool operator==(const Iterator& other) const noexcept { return at_ == other.at_; }

      private:
        const std::uint64_t* tape_;
        std::size_t at_;
    };
    Iterator begin() const noexcept { return {tape_, first_}; }
    Iterator end() const noexcept { return {tape_, end_}; }

  private:
    friend class Value;
    Elements(const std::uint64_t* tape, std::size_t first, std::size_t end) noexcept
        : tape_(tape), first_(first), end_(end) {}
    const std::uint64_t* tape_;
    std::size_t first_;
    std::size_t end_;
};

/// An object at the root (any value, for `parse`), read and validated as a whole: duplicate member names at any level
/// (also when spelled with escapes), broken UTF-8, BOM, lone surrogates, trailing bytes and excess of a limit are
/// refused. Immutable; copies share the content.
class Document {
  public:
    /// Errors: malformed, too_large.
    static Result<Document> parse_object(std::string_view text, const Limits& limits = {});
    /// The same with any value at the root.
    static Result<Document> parse(std::string_view text, const Limits& limits = {});
    /// An object, from a text that is in base64url still (base64url.hpp), decoded to where it is parsed.
    static Result<Document> parse_base64url_object(std::string_view base64url, const Limits& limits = {});
    /// The same for a text that holds a secret (a private key): every copy that was made of it is wiped, this one when
    /// the last that shares it dies.
    static Result<Document> parse_secret_object(std::string_view text, const Limits& limits = {});

    Value root() const noexcept { return {tape_.get(), 1}; }
    /// A copy of the content at `place`, which has room for `bytes()` and belongs to somebody else: the result and its
    /// copies keep nothing alive, unless they are `kept_by` the owner.
    Document copied_to(std::uint64_t* place) const noexcept;
    /// The same content, kept by `owner`, which must keep this document: so what holds both need be counted only once.
    Document kept_by(std::shared_ptr<const void> owner) const noexcept {
        return Document(Tape(std::move(owner), tape_.get()));
    }
    /// What it occupies, to be counted once for all that share it.
    std::size_t bytes() const noexcept;

  private:
    /// One block: the words of the tape, then the strings that they point to.
    using Tape = std::shared_ptr<const std::uint64_t[]>;
    explicit Document(Tape tape) noexcept : tape_(std::move(tape)) {}
    friend class Reader;
    Tape tape_;
};

/// Whether `text` is well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text) noexcept;

/// Appends `text` as a JSON string, quotes and all.
void append_quoted(std::string& out, std::string_view text);

}  // namespace watchword::jose::json
