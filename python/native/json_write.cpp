// Byte by byte what json.dumps writes with ensure_ascii and compact separators: tokens that Python programs have
// issued so far are reproduced exactly.

#include <python/native/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <string_view>
#include <vector>

namespace watchword::python {
namespace {

constexpr char delete_character = 0x7f;
constexpr std::string_view hex = "0123456789abcdef";

void append_escape(std::string& out, unsigned unit) {
    const std::array<char, 6> escape{'\\',          'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15],
                                     hex[unit & 15]};
    out.append(escape.data(), escape.size());
}

/// UTF-16, as JSON escapes it (RFC 8259 section 7).
void append_code_point(std::string& out, unsigned point) {
    if (point < 0x10000) return append_escape(out, point);
    append_escape(out, 0xd800 + ((point - 0x10000) >> 10));
    append_escape(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
}

void append_ascii(std::string& out, char character) {
    static constexpr std::string_view specials = "\"\\\n\r\t\f\b";
    static constexpr std::string_view letters = "\"\\nrtfb";
    const std::size_t special = specials.find(character);
    if (special != std::string_view::npos) {
        out += '\\';
        out += letters[special];
    } else if (character >= 0x20 && character != delete_character) {
        out += character;
    } else {
        append_escape(out, static_cast<unsigned char>(character));
    }
}

/// `text` is UTF-8 in which lone surrogates are spelled as if they were characters.
void append_escaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        if (first < 0x80) {
            append_ascii(out, text[at++]);
            continue;
        }
        const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        unsigned point = first & (0xffU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i)
            point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3fU);
        append_code_point(out, point);
        at += length;
    }
}

/// Looks at every character without a branch, so that the compiler takes many at a time.
bool needs_no_escape(std::string_view text) noexcept {
    bool found = false;
    for (const char character : text)
        found |= character == '"' || character == '\\' || character == delete_character ||
                 static_cast<signed char>(character) < 0x20;
    return !found;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    if (needs_no_escape(text))
        out += text;
    else
        append_escaped(out, text);
    out += '"';
}

void append_string(std::string& out, PyObject* string) {
    Py_ssize_t size = 0;
    if (const char* const text = PyUnicode_AsUTF8AndSize(string, &size))
        return append_quoted(out, {text, static_cast<std::size_t>(size)});
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) throw Raised{};
    PyErr_Clear();
    const Owned bytes = checked(PyUnicode_AsEncodedString(string, "utf-8", "surrogatepass"));
    append_quoted(out, {PyBytes_AsString(bytes.get()), static_cast<std::size_t>(PyBytes_Size(bytes.get()))});
}

void append_integer(std::string& out, PyObject* integer) {
    int overflow = 0;
    const long long small = PyLong_AsLongLongAndOverflow(integer, &overflow);
    if (overflow == 0) {
        std::array<char, 24> digits;
        return static_cast<void>(
            out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), small).ptr));
    }
    // Python itself limits how many digits it writes.
    const Owned text = checked(PyObject_Repr(integer));
    Py_ssize_t size = 0;
    const char* const digits = PyUnicode_AsUTF8AndSize(text.get(), &size);
    if (digits == nullptr) throw Raised{};
    out.append(digits, static_cast<std::size_t>(size));
}

void append_float(std::string& out, PyObject* number) {
    const double value = PyFloat_AsDouble(number);
    // Not JSON, but what json.dumps writes.
    if (std::isnan(value)) return static_cast<void>(out += "NaN");
    if (std::isinf(value)) return static_cast<void>(out += value > 0 ? "Infinity" : "-Infinity");
    const std::unique_ptr<char, decltype(&PyMem_Free)> text(
        PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, nullptr), PyMem_Free);
    if (!text) throw Raised{};
    out += text.get();
}

[[noreturn]] void refuse_type(const char* what) {
    PyErr_Format(PyExc_TypeError,
                 "%s: json_dumps takes dict with str names, list, tuple, str, int, float, bool and None", what);
    throw Raised{};
}

/// Counts a level of recursion, as Python does for its own functions.
class Level {
  public:
    explicit Level(const char* where) {
        if (Py_EnterRecursiveCall(where) != 0) throw Raised{};
    }
    ~Level() { Py_LeaveRecursiveCall(); }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
};

class Writer {
  public:
    explicit Writer(std::string& out) noexcept : out_(out) {}

    void value(PyObject* value) {
        if (PyUnicode_CheckExact(value)) return append_string(out_, value);
        if (PyLong_CheckExact(value)) return append_integer(out_, value);
        if (value == Py_None) return static_cast<void>(out_ += "null");
        if (value == Py_True) return static_cast<void>(out_ += "true");
        if (value == Py_False) return static_cast<void>(out_ += "false");
        if (PyDict_CheckExact(value)) return container(value, [this](PyObject* c) { dict(c); });
        if (PyList_CheckExact(value)) return container(value, [this](PyObject* c) { list(c); });
        if (PyTuple_CheckExact(value)) return container(value, [this](PyObject* c) { tuple(c); });
        if (PyFloat_CheckExact(value)) return append_float(out_, value);
        refuse_type("value");
    }

  private:
    template <class Write>
    void container(PyObject* value, Write write) {
        const Level level(" while encoding a JSON object");
        for (const PyObject* const outer : open_) {
            if (outer != value) continue;
            PyErr_SetString(PyExc_ValueError, "Circular reference detected");
            throw Raised{};
        }
        open_.push_back(value);
        write(value);
        open_.pop_back();
    }

    /// Members and elements are held while they are written: an exception that is made on the way may set off the
    /// garbage collector, and that finalizers, which may change the container.
    void dict(PyObject* dict) {
        out_ += '{';
        PyObject* name = nullptr;
        PyObject* member = nullptr;
        bool first = true;
        for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &name, &member) != 0; first = false) {
            if (!PyUnicode_CheckExact(name)) refuse_type("name");
            const Owned held_name = Owned::share(name);
            const Owned held_member = Owned::share(member);
            if (!first) out_ += ',';
            append_string(out_, name);
            out_ += ':';
            value(member);
        }
        out_ += '}';
    }

    void list(PyObject* list) {
        out_ += '[';
        for (Py_ssize_t i = 0; i < PyList_Size(list); ++i) {
            if (i > 0) out_ += ',';
            value(Owned::share(PyList_GetItem(list, i)).get());
        }
        out_ += ']';
    }

    void tuple(PyObject* tuple) {
        out_ += '[';
        for (Py_ssize_t i = 0; i < PyTuple_Size(tuple); ++i) {
            if (i > 0) out_ += ',';
            value(PyTuple_GetItem(tuple, i));
        }
        out_ += ']';
    }

    std::string& out_;
    /// The containers that are being written, outermost first.
    std::vector<PyObject*> open_;
};

}  // namespace

void append_json(std::string& out, PyObject* value) {
    Writer(out).value(value);
}

}  // namespace watchword::python
