#include <watchword/jose/der.hpp>
#include <watchword/jose/key_forms.hpp>

namespace watchword::jose {

Result<VerificationKey> import_verification_key_der(Algorithm algorithm, ByteView der, std::string kid) {
    auto material = detail::verifying_material(algorithm, detail::read_key(std::nullopt, der), std::move(kid));
    if (!material) return material.error();
    return VerificationKey(std::move(*material));
}

Result<SigningKey> import_signing_key_der(Algorithm algorithm, ByteView der, std::string kid) {
    auto material = detail::signing_material(algorithm, detail::read_key(std::nullopt, der), std::move(kid));
    if (!material) return material.error();
    return SigningKey(std::move(*material));
}

bool is_private_key_der(ByteView der) {
    const Result<detail::ReadKey> read = detail::read_key(std::nullopt, der);
    return read && read->content == detail::Content::private_key;
}

Result<Algorithm> algorithm_for_der(ByteView der) {
    return detail::implied_algorithm(detail::read_key(std::nullopt, der));
}

}  // namespace watchword::jose
