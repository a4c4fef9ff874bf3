"""Which keys a user may give to the actions, and what is wrong with those that are given."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from healthtui.config.load import meant
from healthtui.tui.actions import ACTIONS, BY_ID

_NEVER_SENT = {"return", "ctrl-at"}  # beside `enter` and `ctrl+@`
_MODIFIERS = {"alt", "ctrl", "hyper", "meta", "shift", "super"}


def _name_of(character: str) -> str:
    """As Textual names what is no letter and no digit: `?` is `question_mark`."""
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


_KEYS = {key.value for key in Keys if not key.value.startswith("<")} - _NEVER_SENT | {_name_of(one) for one in string.punctuation}


def wrong_keys(keymap: Mapping[str, str]) -> dict[str, str]:
    """Why what a keymap says of an action cannot be followed, by the action's id, which then keeps its own keys."""
    wrong = {id_: "no action has this id" for id_ in keymap if id_ not in BY_ID}
    for id_, keys in keymap.items():
        if id_ in BY_ID and (reason := next((why for key in _split(keys) if (why := _why_no_key(key))), "")):
            wrong[id_] = reason
    while clash := _clash({id_: keys for id_, keys in keymap.items() if id_ not in wrong}):
        wrong |= clash  # its own keys may be those that another was given
    return wrong


def _clash(keymap: Mapping[str, str]) -> dict[str, str]:
    """The first action that is given a key of another; of two that are given the same the later one."""
    owners = {key: action.id for action in ACTIONS if action.id not in keymap for key in _named(action.keys)}
    for id_, keys in keymap.items():
        for key, name in zip(_split(keys), _named(keys), strict=True):
            if owners.setdefault(name, id_) != id_:
                return {id_: f"{key} is already taken by {owners[name]}; left out"}
    return {}


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",")]


def _named(keys: str) -> list[str]:
    return [_name_of(key) if len(key) == 1 and not key.isalnum() else key for key in _split(keys)]


def _why_no_key(key: str) -> str:
    """What is wrong with the name of a key; "" where a terminal can send it."""
    if _is_key(key):
        return ""
    if not key:
        return "a key is missing"
    *modifiers, last = key.split("+")
    if modifiers == ["shift"] and _is_key(last.upper()):
        return f"{key} is no key; did you mean {last.upper()}?"
    last = _name_of(last) if len(last) == 1 and not last.isalnum() else last
    near = "+".join([*sorted({one.lower() for one in modifiers}), last.lower()])
    return f"{key} is no key; did you mean {near}?" if _is_key(near) else f"{key} is no key{meant(key, sorted(_KEYS))}"


def _is_key(key: str) -> bool:
    if key in _KEYS or (len(key) == 1 and key.isprintable()):
        return True
    *modifiers, last = key.split("+")
    is_letter = len(last) == 1 and last.isalnum() and last == last.lower()
    is_ordered = bool(modifiers) and modifiers == sorted(_MODIFIERS & set(modifiers))
    return is_ordered and (last in _KEYS or (is_letter and modifiers != ["shift"]))
