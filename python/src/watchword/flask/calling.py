"""Calls the application's callbacks, whether they are plain or asynchronous."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from types import CoroutineType
from typing import Any

from flask import current_app


def call(callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What `callback` answers, awaited if it must be."""
    answer = callback(*args, **kwargs)
    if isinstance(answer, CoroutineType):
        return _finish(answer)
    return answer


def _finish(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Runs it as Flask runs asynchronous views (Flask's `async` extra must be installed).

    Inside an asynchronous view a loop is running already, in this very thread, and cannot wait for another coroutine:
    there it runs in a thread of its own, in a copy of the context, so that `request` and `g` are the same.
    """

    async def awaited() -> Any:
        return await coroutine

    run = current_app.async_to_sync(awaited)
    if not _loop_is_running():
        return run()
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(copy_context().run, run).result()


def _loop_is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
