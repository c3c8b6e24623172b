#include <watchword/jose/curves.hpp>
#include <watchword/jose/ed448_point.hpp>
#include <watchword/jose/openssl_handles.hpp>

namespace watchword::jose::detail {
namespace {

constexpr unsigned d = 39081;  // with a minus before it, the curve's constant (RFC 8032 section 5.2)

BigNumber fresh() {
    BigNumber number(BN_new());
    require(number != nullptr);
    return number;
}

// 2^448 - 2^224 - 1
BigNumber field() {
    BigNumber p = fresh();
    BigNumber middle = fresh();
    require(BN_set_bit(p.get(), 448) == 1 && BN_set_bit(middle.get(), 224) == 1 &&
            BN_sub(p.get(), p.get(), middle.get()) == 1 && BN_sub_word(p.get(), 1) == 1);
    return p;
}

bool is_minus_one(const BIGNUM* y, const BIGNUM* p) {
    const BigNumber next(BN_dup(y));
    require(next && BN_add_word(next.get(), 1) == 1);
    return BN_cmp(next.get(), p) == 0;
}

// From x^2 + y^2 = 1 + d x^2 y^2 follows x^2 = (y^2 - 1) / (d y^2 - 1): a square just if the product of the two is.
bool has_an_x(const BIGNUM* y, const BIGNUM* p) {
    const BnContext context(BN_CTX_new());
    require(context != nullptr);
    const BigNumber above = fresh();
    const BigNumber below = fresh();
    require(BN_mod_sqr(above.get(), y, p, context.get()) == 1 && BN_copy(below.get(), above.get()) != nullptr &&
            BN_mul_word(below.get(), d) == 1 && BN_add_word(below.get(), 1) == 1 && BN_sub_word(above.get(), 1) == 1 &&
            BN_mod_mul(above.get(), above.get(), below.get(), p, context.get()) == 1);
    // The denominator is -(39081 y^2 + 1); the minus is not a square here, as p is 3 modulo 4.
    return BN_kronecker(above.get(), p, context.get()) == -1;
}

}  // namespace

bool is_sound_ed448_point(ByteView x) {
    constexpr std::uint8_t sign_of_x = 0x80;
    if (x.size() != traits(Curve::ed448).coordinate_size || (x.back() & ~sign_of_x) != 0) return false;
    const BigNumber y(BN_lebin2bn(x.data(), static_cast<int>(x.size() - 1), nullptr));
    const BigNumber p = field();
    require(y != nullptr);
    if (BN_cmp(y.get(), p.get()) >= 0) return false;
    // The four points whose order divides the cofactor: y is 1, -1 or, twice, 0.
    if (BN_is_zero(y.get()) == 1 || BN_is_one(y.get()) == 1 || is_minus_one(y.get(), p.get())) return false;
    return has_an_x(y.get(), p.get());
}

}  // namespace watchword::jose::detail
