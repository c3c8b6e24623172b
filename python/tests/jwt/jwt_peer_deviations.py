"""Tests of PyJWT that watchword.jwt fails on purpose, with the reason. docs/differences.md says more."""

_PADDING = "RFC 7515 section 2: base64url without padding, one spelling for each token"
_PRIVATE = "calls a private function of PyJWT"
_NOT_JSON = "RFC 8259: NaN and Infinity are no JSON, so the payload is refused before its claims are looked at"
_STRING_DATE = "RFC 7519 section 2: a NumericDate is a number, not a string"
_LATER = "PyJWT 2.13 to 2.15 does otherwise, and so do we"

_ALWAYS = {
    "test_api_jwt.py::TestJWT::test_decode_works_if_iat_is_str_of_a_number": _STRING_DATE,
}
_OF_RELEASE = {
    "2.12.1": {
        "test_algorithms.py::TestAlgorithms::test_hmac_should_reject_nonstring_key": _LATER,
        "test_algorithms.py::TestKeyLengthValidation::test_hmac_empty_key_returns_warning_message": _LATER,
        "test_compressed_jwt.py::test_decodes_complete_valid_jwt_with_compressed_payload": _PADDING,
        "test_jwks_client.py::TestPyJWKClient::test_get_jwt_set_refresh_cache": _LATER,
    },
    "2.15.1": {
        "test_api_jws.py::TestJWS::test_decode_accepts_canonical_base64url_padding": _PRIVATE,
        "test_api_jws.py::TestJWS::test_decode_rejects_invalid_base64url_padding": _PRIVATE,
        "test_api_jws.py::TestJWS::test_decode_accepts_padded_crypto_segment": _PADDING,
        "test_api_jwt.py::TestJWT::test_decodes_valid_es256_jwt[alb-padded]": _PADDING,
        "test_api_jwt.py::TestJWT::test_decode_raises_clean_error_if_claim_is_non_numeric_type[inf-exp]": _NOT_JSON,
        "test_api_jwt.py::TestJWT::test_decode_raises_clean_error_if_claim_is_non_numeric_type[inf-iat]": _NOT_JSON,
        "test_api_jwt.py::TestJWT::test_decode_raises_clean_error_if_claim_is_non_numeric_type[inf-nbf]": _NOT_JSON,
    },
}

_NATIVE = "asymmetric keys work without `cryptography`, too"
_WITHOUT_CRYPTOGRAPHY = {
    "test_api_jwk.py::TestPyJWK::test_missing_crypto_library_good_error_message": _NATIVE,
    "test_api_jwk.py::TestPyJWK::test_missing_crypto_library_raises_missing_cryptography_error": _NATIVE,
    "test_api_jwk.py::TestPyJWKSet::test_missing_crypto_library_raises_when_required": _NATIVE,
    "test_api_jws.py::TestJWS::test_missing_crypto_library_better_error_messages": _NATIVE,
    "test_api_jws.py::TestJWS::test_rsa_related_algorithms": _NATIVE,
    "test_api_jws.py::TestJWS::test_ecdsa_related_algorithms": _NATIVE,
}


def expected_deviations(release: str, with_cryptography: bool) -> dict[str, str]:
    """Test (with its parameters, or without for all of them) to reason."""
    without = {} if with_cryptography else _WITHOUT_CRYPTOGRAPHY
    return {**_ALWAYS, **_OF_RELEASE.get(release, {}), **without}
