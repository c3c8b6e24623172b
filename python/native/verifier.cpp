#include <python/native/arguments.hpp>
#include <python/native/error.hpp>
#include <python/native/exchangeable_keys.hpp>
#include <python/native/gil.hpp>
#include <python/native/guarded.hpp>
#include <python/native/json.hpp>
#include <python/native/keys.hpp>
#include <python/native/token_requirements.hpp>
#include <python/native/verifier.hpp>
#include <watchword/base/random.hpp>
#include <watchword/jwt/explain.hpp>
#include <watchword/jwt/explanation_json.hpp>
#include <watchword/jwt/token_cache.hpp>
#include <watchword/jwt/verify.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

namespace watchword::python {
namespace {

struct Verifier {
    jwt::Requirements required;
    ExchangeableKeys keys{};
    /// Null if nothing shall be remembered.
    std::unique_ptr<jwt::TokenCache> cache{};
    /// Whether a signature check is work to let go of the GIL for.
    bool checks_take_long = true;
};

struct VerifierObject {
    PyObject base;
    Verifier* verifier;
};

Verifier& verifier_of(PyObject* self) noexcept {
    return *reinterpret_cast<VerifierObject*>(self)->verifier;
}

std::unique_ptr<jwt::TokenCache> make_cache(Py_ssize_t tokens) {
    if (tokens <= 0) return nullptr;
    SystemRandom random;
    return std::make_unique<jwt::TokenCache>(jwt::TokenCache::Capacity{.tokens = static_cast<std::size_t>(tokens)},
                                             random);
}

bool any_takes_long(const jose::AlgorithmSet& algorithms) noexcept {
    return std::ranges::any_of(all_algorithms(), [&](jose::Algorithm algorithm) {
        return algorithms.contains(algorithm) && takes_long(algorithm, 0);
    });
}

PyObject* make(PyObject* type, PyObject* arguments, PyObject* keywords) {
    static const char* const names[] = {"issuers", "audiences",       "algorithms",   "type", "profile",
                                        "leeway",  "required_claims", "cache_tokens", nullptr};
    const ModuleState& state = state_of_class(type);
    RequirementArguments given{.issuers = nullptr,
                               .audiences = nullptr,
                               .algorithms = nullptr,
                               .type = nullptr,
                               .profile = "access_token",
                               .leeway = 0,
                               .required_claims = nullptr};
    Py_ssize_t cache_tokens = 32768;
    const Owned access_token = to_str("at+jwt");
    given.type = access_token.get();
    if (PyArg_ParseTupleAndKeywords(arguments, keywords, "|$OOOOslOn:Verifier", const_cast<char**>(names),
                                    &given.issuers, &given.audiences, &given.algorithms, &given.type, &given.profile,
                                    &given.leeway, &given.required_claims, &cache_tokens) == 0) {
        return nullptr;
    }
    if (given.issuers == nullptr || given.audiences == nullptr || given.algorithms == nullptr) {
        PyErr_SetString(PyExc_TypeError, "Verifier() needs issuers, audiences and algorithms");
        return nullptr;
    }
    auto verifier = std::make_unique<Verifier>(read_requirements(state, given));
    verifier->cache = make_cache(cache_tokens);
    verifier->checks_take_long = any_takes_long(verifier->required.algorithms);
    Owned self = checked(PyType_GenericAlloc(reinterpret_cast<PyTypeObject*>(type), 0));
    reinterpret_cast<VerifierObject*>(self.get())->verifier = verifier.release();
    return self.release();
}

PyObject* make_guarded(PyTypeObject* type, PyObject* arguments, PyObject* keywords) {
    return guarded([&] { return make(reinterpret_cast<PyObject*>(type), arguments, keywords); });
}

void deallocate(PyObject* self) {
    PyObject_GC_UnTrack(self);
    PyTypeObject* const type = Py_TYPE(self);
    delete reinterpret_cast<VerifierObject*>(self)->verifier;
    reinterpret_cast<freefunc>(PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

PyObject* set_keys(PyObject* self, PyObject* argument) {
    const ModuleState& state = state_of_instance(self);
    const Owned list = checked(PySequence_List(argument));
    std::vector<jose::VerificationKey> keys;
    for (Py_ssize_t i = 0; i < PyList_Size(list.get()); ++i) {
        const KeyPair* const pair = find_key(state, PyList_GetItem(list.get(), i));
        if (pair == nullptr) {
            PyErr_SetString(PyExc_TypeError, "keys must be a sequence of Key");
            return nullptr;
        }
        keys.push_back(pair->verification);
    }
    verifier_of(self).keys.exchange(std::move(keys));
    return Owned::share(Py_None).release();
}

/// Seconds since 1970, as time.time() gives them.
TimePoint time_argument(PyObject* value) {
    const double seconds = PyFloat_AsDouble(value);
    if (seconds == -1.0 && PyErr_Occurred() != nullptr) throw Raised{};
    constexpr double end_of_9999 = 253402300799.0;
    if (!(std::abs(seconds) <= end_of_9999)) {
        PyErr_SetString(PyExc_ValueError, "now is no time in seconds since 1970");
        throw Raised{};
    }
    return TimePoint(Milliseconds(static_cast<std::int64_t>(std::floor(seconds * 1000))));
}

Result<jwt::Claims> verify_token(Verifier& verifier, std::string_view token, TimePoint now) {
    if (!verifier.cache) {
        return maybe_without_gil(verifier.checks_take_long,
                                 [&] { return jwt::verify(token, verifier.keys, verifier.required, now); });
    }
    // A look at what is known is too short to let go of the GIL.
    if (auto verdict = verifier.cache->verify_known(token, verifier.keys, verifier.required, now))
        return *std::move(verdict);
    return maybe_without_gil(verifier.checks_take_long,
                             [&] { return verifier.cache->verify(token, verifier.keys, verifier.required, now); });
}

PyObject* verify(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
    const ModuleState& state = state_of_instance(self);
    expect_count("verify", count, 2);
    const auto token = text_or_bytes(arguments[0], "token");
    const TimePoint now = time_argument(arguments[1]);
    if (!token) return raise(state, Error::malformed);
    const Result<jwt::Claims> claims = verify_token(verifier_of(self), *token, now);
    if (!claims) return raise(state, claims.error());
    return to_python(state.names, claims->root()).release();
}

PyObject* explain(PyObject* self, PyObject* const* arguments, Py_ssize_t count) {
    expect_count("explain", count, 2);
    const auto token = text_or_bytes(arguments[0], "token");
    const TimePoint now = time_argument(arguments[1]);
    const Verifier& verifier = verifier_of(self);
    const std::string json = without_gil([&] {
        // A text that is not UTF-8 has no form to explain: that of an empty token.
        return jwt::to_json(jwt::explain(token.value_or(""), verifier.keys, verifier.required, now));
    });
    return to_str(json).release();
}

PyMethodDef methods[] = {
    {"set_keys", method<set_keys>(), METH_O, "From now on these keys, and no others."},
    {"verify", method<verify>(), METH_FASTCALL,
     "verify(token, now): the claims. NativeError with the code of the first check that failed."},
    {"explain", method<explain>(), METH_FASTCALL, "explain(token, now): every check in order, as JSON."},
    {nullptr, nullptr, 0, nullptr},
};

PyType_Slot slots[] = {
    {Py_tp_new, slot(make_guarded)},
    {Py_tp_dealloc, slot(deallocate)},
    {Py_tp_traverse, slot(traverse_type)},
    {Py_tp_methods, methods},
    {Py_tp_doc, const_cast<char*>("Verifies tokens of one or several issuers against keys that may be exchanged at any "
                                  "time. Remembers tokens that it has verified, within bounds.")},
    {0, nullptr},
};

PyType_Spec type{
    .name = "watchword._native.Verifier",
    .basicsize = static_cast<int>(sizeof(VerifierObject)),
    .itemsize = 0,
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};

}  // namespace

bool add_verifier(PyObject* module) {
    const Owned done(guarded([module] {
        state_of(module).verifier_type = add_type(module, type);
        return Owned::share(Py_None).release();
    }));
    return static_cast<bool>(done);
}

}  // namespace watchword::python
