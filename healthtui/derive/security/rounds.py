"""The rounds of a bcrypt hash: through salts, constants, configuration, defaults and callers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    Constant,
    Environment,
    External,
    ParameterValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.http.nest.configuration import configured
from healthtui.derive.inputs import facts_in, index_of
from healthtui.derive.libraries.passwords import BCRYPT, MIN_ROUNDS
from healthtui.derive.project.nearby import files_for
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import home_of
from healthtui.facts.project import EnvFile
from healthtui.facts.source import Call, FunctionRef, Name

MAX_VALUES = 40
_SALT = re.compile(r"\$2[abxy]?\$(\d\d)\$")
_NUMBER = re.compile(r"\d{1,3}")
_COERCIONS = {"Number", "parseInt", "parseFloat", "String"}


class Rounds(NamedTuple):
    """A number of rounds; `said` quotes where it comes from, "" for the code itself."""

    number: int
    said: str


def rounds_of(db: Database, path: str, value: Value) -> set[Rounds]:
    """What a salt or a number of rounds may be; empty where nothing is known. A committed example decides over a default."""
    found: set[Rounds] = set()
    todo, seen = [value], {value}
    for one in todo:
        for option in options_of(configured(db, one)):
            if isinstance(option, Constant | Environment):
                found.update(_told(db, path, option))
            for behind in _behind(db, option) if len(todo) < MAX_VALUES else ():
                if isinstance(behind, Rounds):
                    found.add(behind)
                elif behind not in seen:
                    seen.add(behind)
                    todo.append(behind)
    return {one for one in found if one.said} or found


def _told(db: Database, path: str, value: Constant | Environment) -> Iterator[Rounds]:
    if isinstance(value, Environment):
        yield from _in_example(db, path, value.name)
    elif isinstance(value.value, float | int) and not isinstance(value.value, bool):
        yield Rounds(int(value.value), "")
    elif isinstance(value.value, str):
        match = _SALT.match(value.value)
        text = match[1] if match else value.value
        if _NUMBER.fullmatch(text):
            yield Rounds(int(text), "")


def _in_example(db: Database, path: str, name: str) -> Iterator[Rounds]:
    for file in files_for(db, EnvFile, home_of(db, path)):
        for example in facts_in(db, EnvFile, file):
            for one in example.variables if example.is_example else ():
                if one.name == name and _NUMBER.fullmatch(one.value):
                    yield Rounds(int(one.value), f"{name}={one.value} in {file}")


def _behind(db: Database, value: Value) -> Iterator[Value | Rounds]:
    """What stands behind a value that is no number yet."""
    match value:
        case Called(callee, path, number):
            index = index_of(db, path)
            call = index.module.calls[number] if index else None
            if call is not None:
                yield from _of_call(db, path, call, callee)
        case ParameterValue(path, function, position):
            index = index_of(db, path)
            declared = index.module.functions[function] if index else None
            if index is None or declared is None:
                return
            if declared.passed_to >= 0:
                call = index.module.calls[declared.passed_to]
                yield from _of_call(db, path, call, Evaluator(db).callee(path, call))
                return
            default = declared.parameters[position].default if position < len(declared.parameters) else None
            if default is not None:
                yield Evaluator(db).of(path, default, function)
            yield from arguments_given(db, value)


def _of_call(db: Database, path: str, call: Call, callee: Value) -> Iterator[Value | Rounds]:
    """`genSalt(12)`, `Number(rounds)`; of `genSalt(12).then((salt) => …)` the salt."""
    if isinstance(callee, Attribute) and callee.name == "then" and isinstance(callee.of, Called):
        index, number, callee = index_of(db, callee.of.path), callee.of.index, callee.of.callee
        call = index.module.calls[number] if index else call
    if isinstance(call.callee, Name) and call.callee.id in _COERCIONS:
        yield Evaluator(db).argument(path, call, 0)
    elif any(_is_salt(one) for one in options_of(unpromised(db, callee))):
        first = call.arguments[0] if call.arguments else None
        if first is None or isinstance(first, FunctionRef):
            yield Rounds(MIN_ROUNDS, "its default")
        else:
            yield Evaluator(db).argument(path, call, 0)


def _is_salt(value: Value) -> bool:
    external = external_of(value)
    return external is not None and package_of(external.module) in BCRYPT and "genSalt" in external.name


def unpromised(db: Database, value: Value) -> Value:
    """What `promisify(hash)` was given; any other value stays as it is."""
    match value:
        case Called(External(_, name), path, number) if name.endswith("promisify"):
            index = index_of(db, path)
            return Evaluator(db).argument(path, index.module.calls[number], 0) if index else value
    return value
