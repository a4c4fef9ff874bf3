"""The fields that a write gives, and the kinds of tokens that they are named for."""

from __future__ import annotations

import msgspec

from healthtui.derive.libraries.tokens import API_KEY, BESIDE, ITSELF, REFRESH, RESET, kind_named, words_of
from healthtui.facts.source import Array, Expression, Literal, Object

KINDS = (REFRESH, RESET, API_KEY)
MAX_ENTRIES = 200
_GROWS = {"$push", "$addToSet", "push"}
_TAKES_AWAY = ("where", "filter", "select", "include", "$unset", "$pull", "orderBy")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A field and the value that it is written with; `grows` where it is put beside those before."""

    field: str
    value: Expression
    grows: bool


def field_kind(field: str) -> str:
    """The kind of token that a field is named for; "" where it holds what stands beside one."""
    words = words_of(field)
    kind = kind_named(field)
    return kind if kind in KINDS and words and set(words) & ITSELF and not set(words) & BESIDE else ""


def is_some_token(field: str) -> bool:
    """A token by its name, which does not say of what kind."""
    words = words_of(field)
    return words[-1:] == ["token"] and not kind_named(field)


def entries_of(arguments: tuple[Expression, ...]) -> list[Entry]:
    """The fields that the objects of a call's arguments write, at any depth."""
    todo: list[tuple[Expression, bool]] = [(one, False) for one in arguments]
    found: list[Entry] = []
    for one, grows in todo:
        if len(todo) > MAX_ENTRIES:
            break
        if isinstance(one, Array):
            todo += [(item, grows) for item in one.items]
        for key, value in one.entries if isinstance(one, Object) else ():
            if key in _TAKES_AWAY:
                continue
            is_nested = isinstance(value, Object | Array) and not field_kind(key)
            todo += [(value, grows or key in _GROWS)] if is_nested else []
            found += [] if is_nested or isinstance(value, Literal) else [Entry(key, value, grows)]
    return found
