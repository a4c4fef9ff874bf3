"""Hooks that look at a route's own `config` before they ask who it is: `if (request.routeOptions.config.public) return`."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from healthtui.derive.database import Database, query
from healthtui.derive.http.answers import refusals
from healthtui.derive.http.code import Code, in_lines
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Handler, Registration
from healthtui.derive.http.senders import is_token_check
from healthtui.derive.http.skipped import skip_of
from healthtui.facts.source import Branch

_TEST = re.compile(
    r"(?:[\w$.?]+onfig\s*&&\s*)?(?P<not>!\s*)?(?:[\w$]+[?!]?\.)*(?:config|routeConfig)[?!]?\.(?P<name>\w+)"
    r"(?:\s*(?P<sign>[!=]={1,2})\s*(?P<value>true|false|undefined))?"
)
TRUE, FALSE, ABSENT = "true", "false", "absent"
ALL = frozenset({TRUE, FALSE, ABSENT})
_VALUES = {"true": TRUE, "false": FALSE, "undefined": ABSENT}


class Condition(NamedTuple):
    """A route's `config` has one of these states (true, false, absent) under a name."""

    name: str
    states: frozenset[str]

    def holds(self, marks: dict[str, str]) -> bool:
        return marks.get(self.name, ABSENT) in self.states


def condition_of(test: str) -> Condition | None:
    """What an `if` asks of a route's `config`; None where it asks something else as well."""
    if (match := _TEST.fullmatch(test.strip())) is None:
        return None
    meets = frozenset({_VALUES[match["value"]] if match["value"] else TRUE})
    is_negated = bool(match["not"]) != bool(match["sign"] and match["sign"].startswith("!"))
    return Condition(match["name"], ALL - meets if is_negated else meets)


def spared(db: Database, route: Registration) -> Registration:
    """A route without the hooks that let it pass; public on purpose where its own `config` or a list of paths says so."""
    marks, left, is_public = dict(route.marks), list[Handler](), False
    for handler in route.inherited:
        met = [one for one in conditions_of(db, handler) if one.holds(marks)]
        skip = skip_of(db, handler, "", route.method, route.path) if not met else None
        is_public |= (skip is not None and bool(skip.text)) or any(one.name in marks for one in met)
        left += [handler] if not met and skip is None else []
    return replace(route, inherited=tuple(left), is_public=is_public) if len(left) < len(route.inherited) else route


@query
def conditions_of(db: Database, handler: Handler) -> tuple[Condition, ...]:
    """The conditions under which a hook that authenticates lets a route pass."""
    found: list[Condition] = []
    for path, function in functions_of(db, handler):
        code = Code(db, path, function)
        lines = {*refusals(code), *(one.line for one in code.calls if is_token_check(code, one))}
        for branch in code.branches:
            if (condition := condition_of(branch.test)) and (states := _passing(branch, condition, lines)):
                found.append(Condition(condition.name, states))
    return tuple(found)


def _passing(branch: Branch, condition: Condition, lines: set[int]) -> frozenset[str]:
    """Where all that asks who it is stands in the branch, what does not meet its test passes; where none does, what meets it."""
    inside = {line for line in lines if in_lines(branch, line)}
    if not lines or (inside and inside != lines):
        return frozenset()
    return ALL - condition.states if inside else condition.states
