"""Handlers that know nothing of HTTP, behind an adapter: `adaptRoute(new Transfer())`, which gives them parts of the request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import Called, FunctionValue, Value, options_of
from healthtui.derive.http.bodies import INPUT_PARTS
from healthtui.derive.http.code import Code
from healthtui.facts.source import Call, Expression, Member, Name, Object

_WHOLE = "*"


def reads_adapted(db: Database, handler: Value, functions: Iterable[tuple[str, int]]) -> bool:
    """Whether an adapter takes a body, query or params out of the request, and what it adapts makes use of them."""
    adapters = [one.callee for one in options_of(handler) if isinstance(one, Called)]
    for adapter in adapters:
        given = _given(Code(db, adapter.path, adapter.index)) if isinstance(adapter, FunctionValue) else {}
        taken = {key for path, number in functions for key in _taken(Code(db, path, number))} if any(given.values()) else ()
        if any(given.get(key, given.get(_WHOLE, False)) for key in taken) or (_WHOLE in taken and any(given.values())):
            return True
    return False


def _given(code: Code) -> dict[str, bool]:
    """Under which keys an adapter gives what it adapts something, and whether that is input; `*` for all other keys."""
    found: dict[str, bool] = {}
    for call in code.calls:
        for argument in call.arguments if isinstance(call.callee, Member | Name) else ():
            for one in _held(code, argument):
                if isinstance(one, Object):
                    for key, value in one.entries:
                        name = _WHOLE if key == "..." else key
                        found[name] = found.get(name, False) or _is_input(code, value)
                elif isinstance(one, Member) and _is_input(code, one):
                    found[_WHOLE] = True
    return found


def _held(code: Code, argument: Expression) -> list[Expression]:
    if not isinstance(argument, Name):
        return [argument]
    return [one.value for function in code.inside for one in code.index.bindings.get((function, argument.id), ())]


def _is_input(code: Code, value: Expression) -> bool:
    def is_part(chain: str, _: Call | None) -> bool:
        root, _dot, rest = chain.partition(".")
        return root in code.requests and rest.partition(".")[0] in INPUT_PARTS

    return code.derives(value, is_part)


def _taken(code: Code) -> Iterator[str]:
    """The keys that a function takes of its first parameter; `*` where it uses it as a whole."""
    for first in code.index.module.functions[code.function].parameters[:1]:
        yield from first.keys
        if first.name:
            yield from (one.chain.split(".")[1] for one in code.reads if one.chain.startswith(f"{first.name}."))
            used: list[Expression] = [one for call in code.calls for one in call.arguments]
            used += [one.value for one in code.index.module.bindings if one.function in code.inside]
            for one in used:
                if isinstance(one, Member) and one.of == Name(first.name):
                    yield one.name
                elif one == Name(first.name):
                    yield _WHOLE
