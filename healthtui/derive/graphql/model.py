"""What every style of GraphQL code is read into: the fields of the root types, with what resolves them."""

from __future__ import annotations

import msgspec

from healthtui.derive.evaluation.values import UNKNOWN, Value
from healthtui.derive.libraries.graphql import PUBLIC, STATUS
from healthtui.facts.base import Place


class Field(msgspec.Struct, frozen=True, gc=False):
    """An operation as it is declared. `resolver` is what it stands for, calls not followed; `guarded_by` and `checked_by` are
    what the declaration itself says ("" for nothing)."""

    kind: str
    name: str
    place: Place
    resolver: Value = UNKNOWN
    guarded_by: str = ""
    checked_by: str = ""
    takes_first: bool = False  # its resolver is given (args, context) only, as in a root value
    takes: bool | None = None  # whether it declares arguments; None where only its resolver says so


def is_public_operation(name: str) -> bool:
    """Public by its nature: it logs in, registers, mends an account, or says how the server is."""
    return bool(PUBLIC.match(name) or STATUS.match(name))
