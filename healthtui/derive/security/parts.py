"""What texts are made of, and a step on the way to it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Array, Expression, Item, Literal, Member, Name, Object

MAX_LEVELS = 2  # of calls between functions


class Origin(StrEnum):
    CONSTANT = "constant"
    REQUEST = "request"
    PARAMETER = "parameter"  # a value that a function is given, callers not known or not followed
    RECORD = "record"  # a member of what a call returned
    UNCLEAR = "unclear"


class Part(NamedTuple):
    """A part of a text, and the constant text right before it."""

    origin: Origin
    written: str
    before: str = ""


class Entered(NamedTuple):
    """A call (its file and index) through which a function was entered."""

    path: str
    function: int
    caller: str
    number: int


class State(NamedTuple):
    path: str
    expression: Expression
    function: int
    owner: int
    before: str = ""
    level: int = 0
    shown: str = ""  # what the text names, of which this is where it comes from
    is_given: bool = False  # an argument of a call that was followed back
    entered: tuple[Entered, ...] = ()
    is_holder: bool = False  # a member of it is the text, of which a check of the whole says nothing
    line: int = 0  # where the expression stands, as far as that is known; 0 where not
    is_keyed: bool = False  # the text is of its keys; of an object as it is written, as others may be given more


Step = State | Part


class Steps:
    """What the kinds of steps share. `safe` are the calls that make a value harmless where it is put, `placeholder` the
    text after which a number names a value that is given apart."""

    def __init__(self, db: Database, safe: frozenset[str], placeholder: re.Pattern[str] | None = None) -> None:
        self.db, self.safe, self.placeholder, self.evaluator = db, safe, placeholder, Evaluator(db)

    def part(self, state: State, origin: Origin) -> Part:
        """What a caller names is a value, however little is known of it."""
        if origin is Origin.UNCLEAR and state.is_given and isinstance(state.expression, Name | Member):
            origin = Origin.PARAMETER
        return Part(origin, state.shown or self.written(state.path, state.expression), state.before)

    def written(self, path: str, expression: Expression) -> str:
        """An expression as it is written, as far as it is a chain of names and calls."""
        index = index_of(self.db, path)
        return dotted(index, expression) if index else ""


def constant(state: State) -> Part:
    return Part(Origin.CONSTANT, "", state.before)


def taken_of(member: Member | Item, value: Expression) -> Expression:
    return Member(value, member.name) if isinstance(member, Member) else Item(value, member.key)


def is_constant(expression: Expression) -> bool:
    """An object or array of literals, a few levels deep."""
    todo = [expression]
    for one in todo:
        match one:
            case Object(entries):
                todo += [value for _, value in entries]
            case Array(items):
                todo += items
            case Literal() | Name() | Member():
                continue
            case _:
                return False
    return isinstance(expression, Object | Array)
