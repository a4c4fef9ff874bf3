"""What is put on a value from outside: assigned to a member of the variable that holds it, or exported beside it."""

from __future__ import annotations

from healthtui.derive.evaluation.pieces import piece
from healthtui.derive.inputs import ModuleIndex
from healthtui.facts.source import CallRef, Expression, FunctionRef, Name

Put = tuple[tuple[Expression, int], ...]  # each value, and the function in which it stands


@piece
def put_into(index: ModuleIndex, literal: Expression, function: int, name: str) -> Put:
    """What is assigned to a member of the one variable that holds an object literal, and in which function; or beside it
    where it is all that the file exports."""
    holders = [one.name for one in index.module.bindings if one.value == literal and one.function == function]
    assigned = index.assigned(f"{holders[0]}.{name}") if len(holders) == 1 else []
    found = tuple((one.value, one.function) for one in assigned)
    return found or (_exported_beside(index, (literal,), name) if function < 0 else ())


@piece
def put_on_function(index: ModuleIndex, function: int, name: str) -> Put:
    """What is assigned to a member of a function, or of what it makes as a constructor, and in which function."""
    own = index.module.functions[function].name
    assigned = [*index.assigned(f"{own}.{name}"), *index.assigned(f"{own}.prototype.{name}")] if own else []
    assigned += [one for one in index.assigned(f"this.{name}") if one.function == function]
    found = tuple((one.value, one.function) for one in assigned)
    return found or _exported_beside(index, (FunctionRef(function), Name(own)), name)


def _exported_beside(index: ModuleIndex, whole: tuple[Expression, ...], name: str) -> Put:
    """`module.exports = main; module.exports.name = …`."""
    is_whole = any(one.commonjs and one.value in whole for one in index.exports.get("default", ()))
    return tuple((one.value, -1) for one in index.exports.get(name, ()) if not one.module) if is_whole else ()


@piece
def put_beside(index: ModuleIndex, call: int, name: str) -> Put:
    """What a file exports under a name beside the result of a call: `module.exports = pool; module.exports.asked = …`."""
    if name not in index.exports:
        return ()
    holders = [Name(one.name) for one in index.module.bindings if one.value == CallRef(call) and one.function < 0]
    return _exported_beside(index, (CallRef(call), *holders), name)
