#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_numbers.hpp>

#include <array>
#include <string>

#include <openssl/core_names.h>
#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

constexpr int smallest_modulus = 2048;         // RFC 7518 sections 3.3 and 3.5
constexpr int largest_modulus = 16384;         // beyond, OpenSSL refuses and a check costs milliseconds
constexpr int largest_private_modulus = 8192;  // to check d without p and q takes 0.1 s, and eight times that for 16384
constexpr int largest_exponent = 64;

// What OpenSSL has to say about the key must not be taken by its next caller, such as TLS, for its own error.
KeyRefusal invalid(const char* why) {
    ERR_clear_error();
    return Error{Error::invalid_key, why};
}
KeyRefusal weak(const char* why) {
    return Error{Error::weak_key, why};
}

bool is_power_of_65537(unsigned residue, unsigned prime) {
    unsigned power = 1;
    do {
        if (power == residue) return true;
        power = power * (65537 % prime) % prime;
    } while (power != 1);
    return false;
}

// CVE-2017-15361 (ROCA): the flawed generator made primes that are, modulo every small prime, powers of 65537; a sound
// modulus is so by chance once in 2^27.
bool has_roca_fingerprint(const BIGNUM* modulus) {
    constexpr std::array<unsigned, 38> primes{3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,
                                              47,  53,  59,  61,  67,  71,  73,  79,  83,  89,  97,  101, 103,
                                              107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
    for (const unsigned prime : primes) {
        if (!is_power_of_65537(static_cast<unsigned>(BN_mod_word(modulus, prime)), prime)) return false;
    }
    return true;
}

KeyRefusal check_rsa_public(const EVP_PKEY* key) {
    const BigNumber n = number_of(key, OSSL_PKEY_PARAM_RSA_N);
    const BigNumber e = number_of(key, OSSL_PKEY_PARAM_RSA_E);
    if (!n || !e) return invalid("n or e is missing");
    if (BN_num_bits(n.get()) < smallest_modulus) return weak("the RSA modulus has fewer than 2048 bits");
    if (BN_num_bits(n.get()) > largest_modulus) return invalid("the RSA modulus has more than 16384 bits");
    if (BN_is_odd(n.get()) == 0) return invalid("the RSA modulus is even");
    if (BN_is_odd(e.get()) == 0) return invalid("the RSA exponent is even");
    if (BN_is_one(e.get()) == 1) return weak("the RSA exponent is 1");
    if (BN_num_bits(e.get()) > largest_exponent) return invalid("the RSA exponent has more than 64 bits");
    if (has_roca_fingerprint(n.get())) return weak("the RSA modulus comes from a flawed generator (CVE-2017-15361)");
    return std::nullopt;
}

/// Arithmetic of the private RSA numbers. Whether p and q are prime is not asked: that takes 50 ms a key, and a
/// signature that does not verify tells.
class RsaPrivateCheck {
  public:
    explicit RsaPrivateCheck(const EVP_PKEY* key)
        : context_(BN_CTX_secure_new()),
          n_(number_of(key, OSSL_PKEY_PARAM_RSA_N)),
          e_(number_of(key, OSSL_PKEY_PARAM_RSA_E)),
          d_(number_of(key, OSSL_PKEY_PARAM_RSA_D)),
          p_(number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR1)),
          q_(number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR2)),
          dp_(number_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT1)),
          dq_(number_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT2)),
          qi_(number_of(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1)) {
        require(context_ && n_ && e_);
    }

    bool passes() const {
        if (!d_ || BN_cmp(d_.get(), n_.get()) >= 0) return false;
        if (!p_) return undoes_the_exponent();
        if (!q_ || !dp_ || !dq_ || !qi_) return false;
        return factors_multiply() && exponent_fits(p_, dp_) && exponent_fits(q_, dq_) && coefficient_fits();
    }

  private:
    static BigNumber fresh() {
        BigNumber number(BN_new());
        require(number != nullptr);
        return number;
    }
    bool factors_multiply() const {
        const BigNumber product = fresh();
        require(BN_mul(product.get(), p_.get(), q_.get(), context_.get()) == 1);
        return BN_cmp(product.get(), n_.get()) == 0 && BN_is_one(p_.get()) == 0 && BN_is_one(q_.get()) == 0;
    }
    // d mod (f - 1) is the stored exponent, and undoes e there.
    bool exponent_fits(const BigNumber& factor, const BigNumber& exponent) const {
        const BigNumber order(BN_dup(factor.get()));
        const BigNumber left = fresh();
        require(order && BN_sub_word(order.get(), 1) == 1 &&
                BN_mod(left.get(), d_.get(), order.get(), context_.get()) == 1);
        if (BN_cmp(left.get(), exponent.get()) != 0) return false;
        require(BN_mod_mul(left.get(), exponent.get(), e_.get(), order.get(), context_.get()) == 1);
        return BN_is_one(left.get()) == 1;
    }
    bool coefficient_fits() const {
        const BigNumber left = fresh();
        require(BN_mod_mul(left.get(), qi_.get(), q_.get(), p_.get(), context_.get()) == 1);
        return BN_is_one(left.get()) == 1 && BN_cmp(qi_.get(), p_.get()) < 0;
    }
    bool undoes_the_exponent() const {
        const BigNumber message = fresh();
        const BigNumber power = fresh();
        require(BN_set_word(message.get(), 2) == 1 &&
                BN_mod_exp(power.get(), message.get(), e_.get(), n_.get(), context_.get()) == 1);
        BN_set_flags(d_.get(), BN_FLG_CONSTTIME);
        require(BN_mod_exp(power.get(), power.get(), d_.get(), n_.get(), context_.get()) == 1);
        return BN_cmp(power.get(), message.get()) == 0;
    }

    BnContext context_;
    BigNumber n_, e_, d_, p_, q_, dp_, dq_, qi_;
};

std::string group_of(const EVP_PKEY* key) {
    std::array<char, 64> name{};
    const int found =
        EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(), nullptr);
    return found == 1 ? std::string(name.data()) : std::string();
}

// Parameters that are spelled out could be those of the curve but for the generator (CVE-2020-0601).
bool is_on_curve(const EVP_PKEY* key, const char* group) {
    int spelled_out = 0;
    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &spelled_out);
    return spelled_out == 0 && group_of(key) == group;
}

}  // namespace

KeyRefusal check_rsa(const EVP_PKEY* key, Half half) {
    if (EVP_PKEY_is_a(key, "RSA") != 1) return invalid("the key is of another type than its algorithm");
    if (KeyRefusal refusal = check_rsa_public(key)) return refusal;
    if (half == Half::public_only) return std::nullopt;
    if (EVP_PKEY_get_bits(key) > largest_private_modulus) return invalid("the private RSA key has more than 8192 bits");
    if (RsaPrivateCheck(key).passes()) return std::nullopt;
    return invalid("the private RSA numbers do not belong to the public ones");
}

KeyRefusal check_ec(EVP_PKEY* key, const CurveTraits& curve, Half half) {
    if (EVP_PKEY_is_a(key, "EC") != 1) return invalid("the key is of another type than its algorithm");
    if (!is_on_curve(key, curve.group)) return invalid("the key is of another curve than its algorithm");
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    require(context != nullptr);
    if (EVP_PKEY_public_check(context.get()) != 1) return invalid("the point is not on the curve");
    if (half == Half::public_only) return std::nullopt;
    if (EVP_PKEY_private_check(context.get()) != 1 || EVP_PKEY_pairwise_check(context.get()) != 1) {
        return invalid("d is missing, out of range, or does not belong to x and y");
    }
    return std::nullopt;
}

std::optional<Curve> curve_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "EC") == 1) {
        const std::string group = group_of(key);
        return find_curve_of_group(group);
    }
    const char* const type = EVP_PKEY_get0_type_name(key);
    return type != nullptr ? find_curve_of_group(type) : std::nullopt;
}

}  // namespace watchword::jose::detail
