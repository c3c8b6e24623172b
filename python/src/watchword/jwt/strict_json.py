"""JSON as tokens carry it: read strictly by the core, written byte by byte as the standard library writes it."""

import json
from typing import Any

from .. import _native


def loads(text: str | bytes) -> Any:
    """Strict RFC 8259 in UTF-8: no repeated names, no NaN, no byte order mark, bounded depth and size. ValueError."""
    return _native.json_loads(text)


def dumps(value: Any, encoder: type[json.JSONEncoder] | None = None, sort_keys: bool = False) -> str:
    """Compact JSON, everything but ASCII escaped. `encoder` as `cls` of json.dumps. TypeError for what has no JSON."""
    if encoder is None and not sort_keys:
        try:
            return _native.json_dumps(value)
        except TypeError:
            pass  # a type that only json.dumps knows, or one that it will name in its error
    return json.dumps(value, separators=(",", ":"), cls=encoder, sort_keys=sort_keys)
