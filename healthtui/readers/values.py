"""Plain values out of JSON of unknown shape: what is of another type is empty."""

from __future__ import annotations

from healthtui.readers.base import ReadError
from healthtui.readers.text import load_json


def load_object(data: bytes, what: str) -> dict[str, object]:
    """The root object. Raises `ReadError` saying `what` was expected when it is no object, or no JSON."""
    root = load_json(data)
    if not isinstance(root, dict):
        raise ReadError(f"expected {what}, found {'a list' if isinstance(root, list) else 'a single value'}")
    return root


def as_dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    return value if isinstance(value, str) else ""


def as_count(value: object) -> int:
    """A number that counts or names a line: whole, not negative, of a sensible size; else 0."""
    return int(value) if isinstance(value, (int, float)) and 0 <= value < 1 << 53 else 0
