"""Arguments that are objects of a caller's own: what their code raises is raised."""

import pytest
from watchword import _native


class Undecided:
    def __bool__(self) -> bool:
        raise ArithmeticError("neither true nor false")


def test_a_flag_that_is_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(ArithmeticError, match="neither"):
        _native.jwe_encrypt(b"text", b"k" * 32, "dir", "A256GCM", zip=Undecided())
    with pytest.raises(ArithmeticError, match="neither"):
        _native.Key.from_secret("HS256", b"k" * 32, weak_for_compatibility=Undecided())
