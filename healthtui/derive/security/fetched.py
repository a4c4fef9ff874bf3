"""Text that is fetched from an address which the request chooses."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.html import ANY_HOST, ESCAPES, FETCHED, FETCHERS
from healthtui.derive.security.names import Held, holder_of
from healthtui.derive.security.origins import Origins
from healthtui.derive.security.parts import Origin
from healthtui.facts.source import Call, CallRef, Expression, Member, Name

_MAX_STEPS = 20


def fetched_from(db: Database, path: str, call: Call) -> str:
    """The part of the request that says where the text comes from which a call is given; "" where none does."""
    index = index_of(db, path)
    todo: list[Expression] = list(call.arguments[:1]) if index else []
    for expression in todo:
        if index is None or len(todo) > _MAX_STEPS:
            break
        match expression:
            case Name(name):
                held = holder_of(index, call.function, name, call.line)
                todo += [value for value, _, _ in held.values] if isinstance(held, Held) else []
            case Member(of, name) if name in FETCHED:
                todo.append(of)
            case CallRef(number):
                one = index.module.calls[number]
                if chosen := _chosen(db, path, index, one):
                    return chosen
                if isinstance(one.callee, Member) and one.callee.name in FETCHED:
                    todo.append(one.callee.of)
    return ""


def _chosen(db: Database, path: str, index: ModuleIndex, call: Call) -> str:
    """The part of the request that begins the address of a fetch, or follows its scheme."""
    if not call.arguments or not FETCHERS.fullmatch(dotted(index, call.callee)):
        return ""
    parts = Origins(db, ESCAPES).of(path, call.arguments[0], call.function, call.owner)
    chosen = (part.written for part in parts if part.origin is Origin.REQUEST and ANY_HOST.fullmatch(part.before))
    return next(chosen, "")
