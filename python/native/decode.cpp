#include <python/native/arguments.hpp>
#include <python/native/claim_checks.hpp>
#include <python/native/decode.hpp>
#include <python/native/gil.hpp>
#include <python/native/guarded.hpp>
#include <python/native/json.hpp>
#include <python/native/keys.hpp>
#include <python/native/plain_values.hpp>
#include <watchword/jose/base64url.hpp>
#include <watchword/jose/compact.hpp>
#include <watchword/jose/json.hpp>

#include <array>

namespace watchword::python {
namespace {

/// Larger tokens are for the plain way, which takes its time.
constexpr std::size_t largest_token = 64 * 1024;
constexpr std::size_t largest_signature = 2048;

/// The arguments of decode(), in their order.
struct Call {
    PyObject* token;
    PyObject* key;
    PyObject* algorithms;
    PyObject* own_options;
    PyObject* options;
    PyObject* audience;
    PyObject* subject;
    PyObject* issuer;
    PyObject* leeway;
    PyObject* now;
};

std::optional<std::string_view> token_text(PyObject* token) noexcept {
    if (!PyBytes_CheckExact(token)) return plain_text(token);
    return std::string_view(PyBytes_AsString(token), static_cast<std::size_t>(PyBytes_Size(token)));
}

bool is_allowed(jose::Algorithm algorithm, PyObject* allowed) {
    return any_text(allowed, [algorithm](std::string_view name) { return name == jose::name(algorithm); });
}

bool is_genuine(const jose::VerificationKey& key, const jose::Segments& segments) {
    std::array<std::uint8_t, largest_signature> bytes;
    const std::size_t size = jose::decoded_size(segments.signature.size());
    if (size > bytes.size() || !jose::decode_base64url(segments.signature, bytes.data())) return false;
    const ByteView signature(bytes.data(), size);
    return maybe_without_gil(takes_long(key.algorithm(), segments.signing_input.size()),
                             [&] { return key.verify(segments.signing_input, signature); });
}

/// The value of a call or of a conversion, if it is a float; else empty, without an exception.
std::optional<double> plain_float(const Owned& value) {
    if (value && PyFloat_CheckExact(value.get())) return PyFloat_AsDouble(value.get());
    PyErr_Clear();
    return std::nullopt;
}

/// Of a float, an int or a timedelta.
std::optional<double> seconds(const ModuleState& state, PyObject* value) {
    if (PyFloat_CheckExact(value)) return PyFloat_AsDouble(value);
    if (PyLong_CheckExact(value)) return plain_float(Owned(PyNumber_Float(value)));
    if (reinterpret_cast<PyObject*>(Py_TYPE(value)) != state.timedelta.get()) return std::nullopt;
    return plain_float(Owned(PyObject_CallMethod(value, "total_seconds", nullptr)));
}

std::optional<ExpectedClaims> expected_claims(const ModuleState& state, const Call& call) {
    const auto leeway = seconds(state, call.leeway);
    const auto now = seconds(state, call.now);
    if (!leeway || !now) return std::nullopt;
    return ExpectedClaims{call.audience, call.subject, call.issuer, *now, *leeway};
}

bool has_genuine_signature(ModuleState& state, const Call& call, const jose::Segments& segments) {
    const auto known = state.headers.find(segments.header);
    const auto algorithm = known ? known : read_plain_header(segments.header);
    if (!algorithm || !is_allowed(*algorithm, call.algorithms)) return false;
    const Owned key = state.keys.find(call.key, *algorithm);
    if (!key || !is_genuine(find_key(state, key.get())->verification, segments)) return false;
    if (!known) state.headers.remember(segments.header, *algorithm);
    return true;
}

/// The claims, or an empty reference where the plain way must decide.
Owned accepted_claims(ModuleState& state, const Call& call) {
    const auto options = CheckOptions::read(call.own_options, call.options);
    const auto text = token_text(call.token);
    if (!options || !options->wants(CheckOptions::Check::signature) || !text) return {};
    const auto segments = jose::split_compact(*text, largest_token);
    if (!segments || !has_genuine_signature(state, call, *segments)) return {};
    const auto claims = jose::json::Document::parse_base64url_object(segments->payload);
    const auto expected = expected_claims(state, call);
    if (!claims || !expected || !satisfies(claims->root(), *options, *expected)) return {};
    return to_python(state.names, claims->root());
}

PyObject* decode(PyObject* module, PyObject* const* arguments, Py_ssize_t count) {
    expect_count("decode", count, 10);
    const auto argument = [arguments](std::size_t at) { return arguments[at]; };
    const Call call{argument(0), argument(1), argument(2), argument(3), argument(4),
                    argument(5), argument(6), argument(7), argument(8), argument(9)};
    Owned claims = accepted_claims(state_of(module), call);
    return claims ? claims.release() : Owned::share(Py_None).release();
}

PyMethodDef functions[] = {
    {"decode", method<decode>(), METH_FASTCALL,
     "decode(token, key, algorithms, own_options, options, audience, subject, issuer, leeway, now): the claims of a "
     "token that is accepted; None where watchword.jwt must decide."},
    {nullptr, nullptr, 0, nullptr},
};

}  // namespace

bool add_decode(PyObject* module) {
    const Owned done(guarded([module] {
        add_functions(module, functions);
        return Owned::share(Py_None).release();
    }));
    return static_cast<bool>(done);
}

}  // namespace watchword::python
