#include <watchword/jose/key_numbers.hpp>

#include <vector>

#include <openssl/core_names.h>
#include <openssl/err.h>

namespace watchword::jose::detail {
namespace {

// OpenSSL wipes its copies of a number only if the number says that it is secret.
BigNumber to_number(ByteView bytes) {
    BigNumber number(BN_secure_new());
    require(number && BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()) != nullptr);
    return number;
}

/// Collects OpenSSL's parameters; keeps the numbers, which the builder only points to.
class KeyParts {
  public:
    KeyParts() : builder_(OSSL_PARAM_BLD_new()) { require(builder_ != nullptr); }

    void number(const char* name, ByteView bytes) {
        if (bytes.empty()) return;
        kept_.push_back(to_number(bytes));
        require(OSSL_PARAM_BLD_push_BN(builder_.get(), name, kept_.back().get()) == 1);
    }
    void text(const char* name, const char* value) {
        require(OSSL_PARAM_BLD_push_utf8_string(builder_.get(), name, value, 0) == 1);
    }
    void octets(const char* name, ByteView bytes) {
        require(OSSL_PARAM_BLD_push_octet_string(builder_.get(), name, bytes.data(), bytes.size()) == 1);
    }
    Result<EvpKey> assemble(const char* type, int selection) const {
        const Parameters parameters(OSSL_PARAM_BLD_to_param(builder_.get()));
        const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
        require(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1);
        EVP_PKEY* key = nullptr;
        if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) == 1) return EvpKey(key);
        ERR_clear_error();
        return Error::invalid_key;
    }

  private:
    ParameterBuilder builder_;
    std::vector<BigNumber> kept_;
};

}  // namespace

Result<EvpKey> assemble_rsa(const RsaNumbers& numbers) {
    KeyParts parts;
    parts.number(OSSL_PKEY_PARAM_RSA_N, numbers.n);
    parts.number(OSSL_PKEY_PARAM_RSA_E, numbers.e);
    parts.number(OSSL_PKEY_PARAM_RSA_D, numbers.d.reveal());
    parts.number(OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p.reveal());
    parts.number(OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q.reveal());
    parts.number(OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp.reveal());
    parts.number(OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq.reveal());
    parts.number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qi.reveal());
    return parts.assemble("RSA", numbers.d.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR);
}

Result<EvpKey> assemble_ec(const CurveTraits& curve, const EcNumbers& numbers) {
    constexpr std::uint8_t uncompressed = 0x04;
    Bytes point{uncompressed};
    point.insert(point.end(), numbers.x.begin(), numbers.x.end());
    point.insert(point.end(), numbers.y.begin(), numbers.y.end());
    KeyParts parts;
    parts.text(OSSL_PKEY_PARAM_GROUP_NAME, curve.group);
    parts.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
    parts.number(OSSL_PKEY_PARAM_PRIV_KEY, numbers.d.reveal());
    return parts.assemble("EC", numbers.d.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR);
}

BigNumber number_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return nullptr;
    return BigNumber(number);
}

SecretBytes to_secret_bytes(const BIGNUM* number, std::optional<std::size_t> size) {
    SecretBytes bytes(size.value_or(static_cast<std::size_t>(BN_num_bytes(number))));
    require(BN_bn2binpad(number, bytes.writable().data(), static_cast<int>(bytes.size())) >= 0);
    return bytes;
}

Result<SecretBytes> raw_half(const EVP_PKEY* key, const CurveTraits& curve, GetRaw get) {
    SecretBytes bytes(curve.coordinate_size);
    std::size_t size = bytes.size();
    if (get(key, bytes.writable().data(), &size) == 1 && size == bytes.size()) return bytes;
    ERR_clear_error();
    return Error{Error::invalid_key, "half of the key is missing"};
}

}  // namespace watchword::jose::detail
