"""Flask-JWT-Extended's own test suite passes against watchword.flask."""

import pytest
from flask_peer_suite import NotAvailable, run


def test_the_suite_of_flask_jwt_extended_passes():
    pytest.importorskip("dateutil")
    try:
        outcome = run()
    except NotAvailable as missing:
        pytest.skip(str(missing))
    assert outcome.failed == 0, outcome.output
    assert outcome.passed >= 180
