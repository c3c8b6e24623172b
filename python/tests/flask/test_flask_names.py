"""Every name of Flask-JWT-Extended exists, with the same parameters."""

import importlib
import inspect

import pytest

import watchword.flask
from watchword.flask.config import config

peer = pytest.importorskip("flask_jwt_extended")

MODULES = "config default_callbacks exceptions internal_utils jwt_manager tokens typing utils view_decorators".split()


def own_names(module):
    """What `module` itself defines."""
    return {name: value for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}


def parameters(function):
    return [(each.name, each.kind, each.default) for each in inspect.signature(function).parameters.values()]


def public_functions():
    for module in MODULES:
        for name, value in own_names(importlib.import_module(f"flask_jwt_extended.{module}")).items():
            if inspect.isfunction(value) and not name.startswith("_"):
                yield pytest.param(module, name, id=f"{module}.{name}")


@pytest.mark.parametrize("module, name", list(public_functions()))
def test_functions_take_the_same_parameters(module, name):
    theirs = getattr(importlib.import_module(f"flask_jwt_extended.{module}"), name)
    ours = getattr(importlib.import_module(f"watchword.flask.{module}"), name)
    assert parameters(ours) == parameters(theirs)


@pytest.mark.parametrize("name", [name for name in dir(peer.JWTManager) if not name.startswith("__")])
def test_the_managers_methods_take_the_same_parameters(name):
    assert parameters(getattr(watchword.flask.JWTManager, name)) == parameters(getattr(peer.JWTManager, name))


def test_the_manager_has_the_same_callbacks():
    theirs = {name for name in vars(peer.JWTManager()) if name.endswith("_callback")}
    assert theirs <= set(vars(watchword.flask.JWTManager()))


def test_the_configuration_has_the_same_properties():
    theirs = {name for name, value in vars(type(peer.config.config)).items() if isinstance(value, property)}
    ours = {name for name, value in vars(type(config)).items() if isinstance(value, property)}
    assert len(theirs) == 53
    assert theirs <= ours


def test_exceptions_have_the_same_bases_and_arguments():
    theirs = own_names(peer.exceptions)
    for name, theirs_class in theirs.items():
        ours = getattr(watchword.flask.exceptions, name)
        assert issubclass(ours, watchword.flask.exceptions.JWTExtendedException)
        arguments = [{"alg": "HS256"}, {"sub": "alice"}]
        needed = len(inspect.signature(theirs_class.__init__).parameters) - 1
        given = {2: ["message"], 3: ["message", *arguments]}.get(needed, ["message"])
        given = arguments if name == "RevokedTokenError" else given
        assert str(ours(*given)) == str(theirs_class(*given))


def test_the_same_error_handlers_are_registered():
    from flask import Flask

    def handled(library):
        app = Flask("names")
        library.JWTManager(app)
        return {refusal.__name__ for refusal in app.error_handler_spec[None][None]}

    assert handled(peer) <= handled(watchword.flask)
    assert len(handled(peer)) == 16
