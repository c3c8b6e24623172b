#include <watchword/jose/ed25519_material.hpp>
#include <watchword/jose/ed448_material.hpp>
#include <watchword/jose/key_checks.hpp>
#include <watchword/jose/key_numbers.hpp>
#include <watchword/jose/okp_material.hpp>

namespace watchword::jose::detail {
namespace {

Error not_for_this_curve() {
    return {Error::key_not_usable, "the algorithm is not for this curve"};
}

Result<Curve> curve_for(Algorithm algorithm, const EVP_PKEY* key) {
    const std::optional<Curve> curve = curve_of(key);
    if (!curve || !fits(algorithm, *curve)) {
        return Error{Error::invalid_key, "the key is of another curve than its algorithm"};
    }
    return *curve;
}

}  // namespace

Result<Material> make_okp_public(Algorithm algorithm, Curve curve, ByteView x, std::string kid) {
    if (!fits(algorithm, curve)) return not_for_this_curve();
    return curve == Curve::ed448 ? make_ed448_public(algorithm, x, std::move(kid))
                                 : make_ed25519_public(algorithm, x, std::move(kid));
}

Result<Material> make_okp_private(Algorithm algorithm, Curve curve, ByteView d, ByteView x, std::string kid) {
    if (!fits(algorithm, curve)) return not_for_this_curve();
    return curve == Curve::ed448 ? make_ed448_private(algorithm, d, x, std::move(kid))
                                 : make_ed25519_private(algorithm, d, x, std::move(kid));
}

Result<Material> make_okp_public(Algorithm algorithm, const EVP_PKEY* key, std::string kid) {
    const Result<Curve> curve = curve_for(algorithm, key);
    if (!curve) return curve.error();
    const Result<SecretBytes> x = raw_half(key, traits(*curve), EVP_PKEY_get_raw_public_key);
    if (!x) return x.error();
    return make_okp_public(algorithm, *curve, x->reveal(), std::move(kid));
}

Result<Material> make_okp_private(Algorithm algorithm, const EVP_PKEY* key, std::string kid) {
    const Result<Curve> curve = curve_for(algorithm, key);
    if (!curve) return curve.error();
    const Result<SecretBytes> d = raw_half(key, traits(*curve), EVP_PKEY_get_raw_private_key);
    if (!d) return d.error();
    return make_okp_private(algorithm, *curve, d->reveal(), {}, std::move(kid));
}

}  // namespace watchword::jose::detail
