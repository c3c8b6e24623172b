"""The site that gunicorn serves in test_sign_in_workers.py. What it answers says which worker process that was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from flask import Flask

from watchword.flask import SignIn


def ahead(clock: str) -> Callable[[], float]:
    """The time, ahead by as many seconds as the file `clock` has bytes: other processes can be told by that."""
    now = time.time
    return lambda: now() + os.stat(clock).st_size


def make_app() -> Flask:
    time.time = ahead(os.environ["SITE_CLOCK"])
    app = Flask("shop")
    app.config.from_prefixed_env("SHOP")
    sign_in = SignIn(app)

    @app.get("/orders")
    @sign_in.required
    def orders() -> str:
        return f"{sign_in.user} {os.getpid()}"

    return app
