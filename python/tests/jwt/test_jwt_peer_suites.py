"""PyJWT's own suites run against watchword.jwt. They come from PyPI, once."""

import jwt_peer_suite as peer_suite
import pytest


@pytest.mark.parametrize("release", peer_suite.RELEASES)
@pytest.mark.parametrize("with_cryptography", [True, False], ids=["with-cryptography", "without-cryptography"])
def test_the_suite_of_the_release_passes_but_for_the_listed_tests(release: str, with_cryptography: bool) -> None:
    try:
        outcome = peer_suite.run(release, with_cryptography)
    except peer_suite.NotAvailable as reason:
        pytest.skip(str(reason))
    assert outcome.unexpected() == set()
    assert outcome.no_longer_needed() == set()
    assert outcome.passed > (190 if not with_cryptography else 330)
