"""watchword.jwt has every name and signature of PyJWT."""

import importlib
import inspect

import jwt as peer
import pytest

from watchword import jwt

SUBMODULES = "algorithms api_jwk api_jws api_jwt exceptions help jwk_set_cache jwks_client types utils warnings".split()
CALLABLES = [
    (module, name)
    for module in SUBMODULES
    for name, value in sorted(vars(importlib.import_module(f"jwt.{module}")).items())
    if not name.startswith("_") and callable(value) and getattr(value, "__module__", "") == f"jwt.{module}"
]


def test_the_package_exports_what_pyjwt_exports() -> None:
    assert sorted(jwt.__all__) == sorted(peer.__all__)
    for name in ("__version__", "__title__", "__description__", "__url__", "__uri__", "__author__", "__email__"):
        assert isinstance(getattr(jwt, name), str)
    assert jwt.__version__ == peer.__version__


@pytest.mark.parametrize("module,name", CALLABLES)
def test_every_public_class_and_function_takes_the_same_arguments(module: str, name: str) -> None:
    theirs = getattr(importlib.import_module(f"jwt.{module}"), name)
    ours = getattr(importlib.import_module(f"watchword.jwt.{module}"), name)
    for method, function in _callables_of(theirs):
        assert _parameters(getattr(ours, method) if method else ours) == _parameters(function), method or name


@pytest.mark.parametrize("name", [name for name, cls in vars(peer.exceptions).items() if inspect.isclass(cls)])
def test_every_exception_has_the_same_ancestors(name: str) -> None:
    theirs = [base.__name__ for base in getattr(peer.exceptions, name).__mro__]
    ours = [base.__name__ for base in getattr(jwt.exceptions, name).__mro__]
    assert ours == theirs


@pytest.mark.parametrize("module", ["api_jws", "api_jwt", "api_jwk", "jwks_client"])
def test_exceptions_can_be_imported_from_where_pyjwt_raises_them(module: str) -> None:
    ours = importlib.import_module(f"watchword.jwt.{module}")
    for name, value in vars(importlib.import_module(f"jwt.{module}")).items():
        # That one is raised by nothing here: no package is missed.
        if isinstance(value, type) and issubclass(value, peer.PyJWTError) and name != "MissingCryptographyError":
            assert getattr(ours, name) is getattr(jwt.exceptions, name)


def test_a_missing_claim_is_named() -> None:
    error = jwt.MissingRequiredClaimError("abc")
    assert (str(error), error.claim) == ('Token is missing the "abc" claim', "abc")


def test_help_prints_the_versions(capsys: pytest.CaptureFixture[str]) -> None:
    from watchword.jwt import help

    help.main()
    assert '"pyjwt"' in capsys.readouterr().out


def _callables_of(value: object) -> list[tuple[str, object]]:
    if not inspect.isclass(value):
        return [("", value)]
    methods = inspect.getmembers(value, lambda member: inspect.isfunction(member))
    return [(name, method) for name, method in methods if not name.startswith("_") or name == "__init__"]


def _parameters(function: object) -> list[tuple[str, object]]:
    parameters = inspect.signature(function).parameters.values()  # type: ignore[arg-type]
    return [(p.name, p.kind if p.default is p.empty else repr(p.default)[:7]) for p in parameters]
