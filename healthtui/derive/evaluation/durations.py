"""Numbers, spans and points of time that code reckons: `60 * 60`, `'15m'`, `moment().add(30, 'days')`, settings of both.

A quantity is `number + now · (milliseconds since the epoch)`, so that `Date.now() / 1000 + 3600` is 3600 and a thousandth.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.pieces import call_at, default_given
from healthtui.derive.evaluation.settings import default_of, example_of, setting_of, typed_setting_of
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Called,
    Constant,
    Environment,
    External,
    Instance,
    Literally,
    ParameterValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.libraries import time
from healthtui.derive.libraries.environment import VARIABLE
from healthtui.derive.libraries.time import span, unit
from healthtui.derive.repository.packages import home_of
from healthtui.facts.base import Place
from healthtui.facts.source import Arithmetic, Call, Expression, Item, Literal, Member, Name, Object, Template

MAX_DEPTH = 12
MILLISECONDS = 1000.0
_CONFIG_GETTERS = {"get", "getOrThrow", "getString", "getNumber", "getInt", "env", "config", "require", "mustGet"}


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """`text` is set where it is text, with or without a unit; `said` quotes the example that it is taken from."""

    number: float = 0.0
    now: float = 0.0
    text: str = ""
    said: str = ""
    place: Place | None = None
    is_variable: bool = False  # text of a variable: what makes a number of it is not seen

    def scaled(self, factor: float) -> Quantity:
        return replace(self, number=self.number * factor, now=self.now * factor)


class Durations:
    """Reckons in one file, `given` what its parameters stand for; belongs inside a query."""

    def __init__(self, db: Database, path: str, given: Given | None = None) -> None:
        self.db = db
        self.package = home_of(db, path)
        self.evaluator = Evaluator(db, given=given)

    def of(self, path: str, expression: Expression, function: int, owner: int = -1, depth: int = 0) -> list[Quantity]:
        """Each quantity that an expression may be; none where it is not known."""
        if depth > MAX_DEPTH:
            return []
        found = self.of_value(self.evaluator.of(path, expression, function, owner), depth + 1)
        name = expression.name if isinstance(expression, Member) else expression.id if isinstance(expression, Name) else ""
        if isinstance(expression, Item) and isinstance(expression.key, Literal):
            name = str(expression.key.value)
        return found or (self._variable(name, depth + 1) if VARIABLE.fullmatch(name) else [])

    def of_value(self, value: Value, depth: int = 0) -> list[Quantity]:
        if depth > MAX_DEPTH:
            return []
        options = options_of(value)
        variables = [one for one in options if isinstance(one, Environment)]
        from_example = [found for one in variables for found in self._variable(one.name, depth)]
        rest = [one for one in options if one not in variables] if not from_example else []
        return from_example + [found for one in rest for found in self._of_one(one, depth + 1)]

    def _of_one(self, value: Value, depth: int) -> list[Quantity]:
        match value:
            case Constant(bool() | None):
                return []
            case Constant(str(text)):
                return [Quantity(text=text)] if text else []
            case Constant(float() | int() as number):
                return [Quantity(float(number))]
            case ParameterValue(path, function, position, key):
                default = default_given(self.db, path, function, position, key)
                return self.of(path, default, function, -1, depth + 1) if default is not None else []
            case Called(_, path, number):
                return self._called(value, path, number, depth)
            case Attribute():
                return self._attribute(value, depth)
            case Literally(path, Arithmetic(sign, operands), function, owner):
                return self._arithmetic(sign, [self.of(path, one, function, owner, depth + 1) for one in operands])
            case Literally(path, Template(parts), function, owner):
                return self._joined([self.of(path, one, function, owner, depth + 1) for one in parts])
        return []

    def _variable(self, name: str, depth: int) -> list[Quantity]:
        """A variable: as the committed example has it, else as a schema does by default."""
        default = default_of(self.db, self.package, name)
        is_number = default is not None and default.is_number
        if example := example_of(self.db, name):
            text, place = example
            found = Quantity(text=text, said=f"{name}={text}", place=place, is_variable=True)
            return [_as_number(found) if is_number else found]
        if default is None or default.value is None:
            return []
        return [_as_number(one) if is_number else one for one in self.of(default.path, default.value, -1, -1, depth + 1)]

    def _attribute(self, value: Attribute, depth: int) -> list[Quantity]:
        """A key of what a configuration gives."""
        names: list[str] = []
        base: Value = value
        while isinstance(base, Attribute):
            names.insert(0, base.name)
            base = base.of
        found: Value = UNKNOWN
        if isinstance(base, Called) and (key := self._key(base)):
            found = setting_of(self.db, self.package, ".".join((key, *names)))
        elif isinstance(base, Instance) and external_of(base) == External("@nestjs/config", "ConfigType"):
            found = typed_setting_of(self.db, self.package, tuple(names))
        if found != UNKNOWN:
            return self.of_value(found, depth + 1)
        return self._variable(names[-1], depth + 1) if VARIABLE.fullmatch(names[-1]) else []

    def _key(self, value: Called) -> str:
        call = call_at(self.db, value.path, value.index)
        first = call.arguments[0] if call and call.arguments else None
        if call is None or called_name(call) not in _CONFIG_GETTERS or first is None:
            return ""
        values = options_of(self.evaluator.of(value.path, first, call.function, call.owner))
        named = [one.value for one in values if isinstance(one, Constant)]
        return str(named[0]) if len(named) == 1 else ""

    def _called(self, value: Called, path: str, number: int, depth: int) -> list[Quantity]:
        call = call_at(self.db, path, number)
        if call is None:
            return []
        if key := self._key(value):
            return self._setting(call, path, key, depth)
        name, external = called_name(call), external_of(value.callee)
        module = external.module if external else ""
        arguments = [self.of(path, one, call.function, call.owner, depth + 1) for one in call.arguments[:2]]
        first = arguments[0] if arguments else []
        if module == "ms":
            return [Quantity(one[0] * MILLISECONDS) for it in first if (one := span(it.text)) and one[1]]
        if module.startswith("date-fns") and (each := time.DATE_FNS.get(name)) and len(arguments) > 1:
            return [_sum(at, _as_number(by).scaled(each * MILLISECONDS), 1) for at in first for by in arguments[1]]
        if name in time.ADDING and isinstance(call.callee, Member):
            at = self.of(path, call.callee.of, call.function, call.owner, depth + 1)
            return [_sum(one, by, time.ADDING[name]) for one in at for by in self._spans(path, call, arguments, depth)]
        return self._plain(path, call, name, arguments, depth)

    def _plain(self, path: str, call: Call, name: str, arguments: list[list[Quantity]], depth: int) -> list[Quantity]:
        first = arguments[0] if arguments else []
        if name in time.ROUNDING:
            return [_as_number(one) if name in time.NUMBERS else one for one in first]
        if name in time.DURATIONS:
            return self._spans(path, call, arguments, depth)
        if (
            name in time.SAME_TIME | time.IN_SECONDS
            and isinstance(call.callee, Member)
            and (name != "utc" or not _is_clock(call))
        ):
            at = first if name == "getUnixTime" else self.of(path, call.callee.of, call.function, call.owner, depth + 1)
            return [one.scaled(1 / MILLISECONDS) if name in time.IN_SECONDS else one for one in at]
        if name == "getUnixTime":
            return [one.scaled(1 / MILLISECONDS) for one in first]
        if name in time.CLOCKS and _is_clock(call):
            return first if call.arguments else [Quantity(now=1.0)]
        return []

    def _setting(self, call: Call, path: str, key: str, depth: int) -> list[Quantity]:
        found = self.of_value(setting_of(self.db, self.package, key), depth + 1)
        if not found and VARIABLE.fullmatch(key):
            found = self._variable(key, depth + 1)
        return found or [one for it in call.arguments[1:2] for one in self.of(path, it, call.function, call.owner, depth + 1)]

    def _spans(self, path: str, call: Call, arguments: list[list[Quantity]], depth: int) -> list[Quantity]:
        """`(30, 'days')`, `({ days: 30 })` or `(duration)`, in milliseconds."""
        last = call.arguments[-1] if call.arguments else None
        if isinstance(last, Object) and len(last.entries) == 1:
            (key, amount), *_ = last.entries
            each = unit(key)
            found = self.of(path, amount, call.function, call.owner, depth + 1) if each else []
            return [_as_number(one).scaled((each or 0) * MILLISECONDS) for one in found]
        if len(arguments) > 1 and isinstance(last, Literal) and (each := unit(str(last.value))):
            return [_as_number(one).scaled(each * MILLISECONDS) for one in arguments[0]]
        return arguments[0] if len(call.arguments) == 1 and arguments else []

    def _arithmetic(self, sign: str, operands: list[list[Quantity]]) -> list[Quantity]:
        calculate = _CALCULATIONS.get((sign, len(operands)))
        if calculate is None or not all(operands):
            return []
        rows = [[_as_number(one) for one in options] for options in operands]
        pairs = [(one, other) for one in rows[0] for other in (rows[1] if len(rows) > 1 else rows[0])]
        return [found for one, other in pairs if (found := calculate(one, other)) is not None]

    def _joined(self, parts: list[list[Quantity]]) -> list[Quantity]:
        """Text of parts; a sum where all of them are numbers."""
        if not parts or not all(len(one) == 1 for one in parts):
            return []
        row = [one[0] for one in parts]
        said = next((one for one in row if one.said), Quantity())
        if len(row) > 1 and all(not one.text for one in row):
            return [Quantity(sum(one.number for one in row), sum(one.now for one in row), "", said.said, said.place)]
        return [Quantity(text="".join(one.text or f"{one.number:g}" for one in row), said=said.said, place=said.place)]


def _is_clock(call: Call) -> bool:
    """`Date.now()`, `moment.utc()`, `new Date()`: not a method of a point of time."""
    return isinstance(call.callee, Name) or (isinstance(call.callee, Member) and isinstance(call.callee.of, Name))


def _as_number(one: Quantity) -> Quantity:
    """`Number('3600')`; text with a unit stays text."""
    found = span(one.text) if one.text else None
    return replace(one, number=found[0], text="", is_variable=False) if found and not found[1] else one


def _sum(one: Quantity, other: Quantity, sign: int) -> Quantity:
    said = one if one.said else other
    return Quantity(one.number + sign * other.number, one.now + sign * other.now, "", said.said, said.place)


def _product(one: Quantity, other: Quantity) -> Quantity | None:
    if one.text or other.text or (one.now and other.now):
        return None
    said = one if one.said else other
    return replace(one.scaled(other.number) if not other.now else other.scaled(one.number), said=said.said, place=said.place)


_CALCULATIONS: dict[tuple[str, int], Callable[[Quantity, Quantity], Quantity | None]] = {
    ("+", 1): lambda one, _: one,
    ("+", 2): lambda one, other: None if one.text or other.text else _sum(one, other, 1),
    ("-", 2): lambda one, other: None if one.text or other.text else _sum(one, other, -1),
    ("*", 2): _product,
    ("/", 2): lambda one, other: None if one.text or other.text or not other.number else one.scaled(1 / other.number),
}
