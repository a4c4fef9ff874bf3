"""Whether what is said of an error says anything."""

from __future__ import annotations

import msgspec

from healthtui.derive.libraries.errors import VAGUE
from healthtui.facts.source import Array, Expression, Literal, Name, Object, Spread

_MOST = 200  # parts of a value that are looked at


class Wording(msgspec.Struct, frozen=True, gc=False):
    """`state` is fine, none or vague; `text` what is vague."""

    state: str
    text: str = ""


FINE, NONE = Wording("fine"), Wording("none")


def wording_of(*expressions: Expression) -> Wording:
    """Of values that are handed over: fine where any part is no literal, or a text that says something."""
    todo, vague = list(expressions), list[str]()
    for _ in range(_MOST):
        if not todo:
            break
        match todo.pop():
            case Literal(str(text)):
                if not _is_vague(text):
                    return FINE
                vague.append(text.strip())
            case Literal() | Name("undefined"):
                pass
            case Object(entries):
                todo += [value for key, value in entries if key != "..." or not isinstance(value, Literal)]
                if any(_is_code(key, value) for key, value in entries):
                    return FINE
            case Array(items):
                todo += items
            case Spread(of):
                todo.append(of)
            case _:
                return FINE
    return Wording("vague", vague[0]) if vague else NONE


def _is_code(key: str, value: Expression) -> bool:
    """A code of the repository's own: `code: 1042`; `code: 404` repeats the status."""
    is_number = isinstance(value, Literal) and isinstance(value.value, float) and not 100 <= value.value <= 599
    return is_number and key.lower().endswith("code")


def _is_vague(text: str) -> bool:
    return text.strip().rstrip(".!…:").strip().lower() in VAGUE
