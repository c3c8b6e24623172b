"""python-jose's own suite passes against watchword.jose, but for the differences that python_jose_suite.py lists."""

import python_jose_suite
import pytest


@pytest.fixture(scope="module")
def suite():
    try:
        return python_jose_suite.fetch()
    except (OSError, python_jose_suite.subprocess.SubprocessError) as error:
        pytest.skip(f"the suite of python-jose could not be fetched from PyPI: {error}")


@pytest.mark.parametrize(
    ("algorithms_stated", "expected"),
    [
        (False, {**python_jose_suite.ALWAYS_DIFFERENT, **python_jose_suite.DIFFERENT_WITHOUT_A_LIST}),
        (True, python_jose_suite.ALWAYS_DIFFERENT),
    ],
    ids=["as it stands", "with the algorithms stated"],
)
def test_the_suite_of_python_jose_passes_but_for_the_listed_differences(suite, algorithms_stated, expected):
    outcomes = python_jose_suite.run(suite, algorithms_stated)
    assert len([name for name in outcomes if not python_jose_suite.is_private(name)]) == 248
    assert python_jose_suite.failures(outcomes) == set(expected)
