"""For applications whose error handlers are not asked first (Flask-RESTful and Flask-RESTX put their own in front,
which know nothing but HTTPException): a refusal that carries its response with it."""

from functools import lru_cache
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException


def answered_if_bypassed(app: Flask, refusal: Exception) -> Exception:
    """`refusal`, or the same with a response in it if something stands before the error handlers of `app`."""
    if "handle_user_exception" not in vars(app):
        return refusal
    try:
        # What Flask itself would answer; raises the refusal again if there is no handler.
        response = app.make_response(type(app).handle_user_exception(app, refusal))
    except type(refusal):
        return refusal
    return _with_response(refusal, response)


def _with_response(refusal: Exception, response: Any) -> Exception:
    answered_class = _answered_class(type(refusal))  # type: ignore[arg-type]
    answered = answered_class.__new__(answered_class)
    answered.__dict__.update(refusal.__dict__)
    answered.args = refusal.args
    answered.response = response
    answered.code = response.status_code
    answered.description = str(refusal)
    answered.data = response.get_json(silent=True) or {"message": str(refusal)}
    raised: Exception = answered.with_traceback(refusal.__traceback__)
    return raised


@lru_cache(maxsize=64)
def _answered_class(refusal: Any) -> Any:
    """Both: what `except` clauses of the application look for, and an HTTPException."""
    return type(refusal.__name__, (refusal, HTTPException), {"__str__": refusal.__str__, "__module__": __name__})
