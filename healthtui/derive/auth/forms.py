"""In which form a value is stored: hashed, in clear, or not to be known."""

from __future__ import annotations

from healthtui.derive.auth.signing import makers, signings_in
from healthtui.derive.database import Database
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_taking
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    Constant,
    FunctionValue,
    Literally,
    ParameterValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.tokens import HASHING, MAKES_TOKEN, NAMES_HASH
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import home_of
from healthtui.facts.source import Array, CallRef, Expression, Member, Name, Object, Spread, Template

HASHED, CLEAR, NOT_FOLLOWED, NOTHING = "hashed", "clear", "unknown", ""
MAX_DEPTH, MAX_STEPS = 10, 200


def form_of(db: Database, path: str, expression: Expression, function: int, owner: int) -> str:
    """The form of what an expression gives; `NOTHING` where it takes a value away."""
    return _Forms(db).of(path, expression, function, owner, 0)


class _Forms:
    def __init__(self, db: Database) -> None:
        self.db, self.steps = db, MAX_STEPS
        self.evaluator = Evaluator(db)

    def of(self, path: str, expression: Expression, function: int, owner: int, depth: int) -> str:
        if expression == Name("undefined"):
            return NOTHING
        if self._makes_token(path, expression):
            return CLEAR
        value = self.evaluator.of(path, expression, function, owner)
        found = self.of_value(value, depth)
        return HASHED if found == NOT_FOLLOWED and self._says_hash(path, expression) else found

    def of_value(self, value: Value, depth: int) -> str:
        self.steps -= 1
        if depth > MAX_DEPTH or self.steps < 0:
            return NOT_FOLLOWED
        return worst([self._one(one, depth + 1) for one in options_of(value)])

    def _one(self, value: Value, depth: int) -> str:
        match value:
            case Constant(None | "" | False):
                return NOTHING
            case Called(callee, path, number):
                return self._called(callee, path, number, depth)
            case Literally(path, expression, function, owner):
                return worst([self.of(path, one, function, owner, depth) for one in _parts(expression)] or [NOTHING])
            case ParameterValue(path, function):
                if is_signed(self.db, path, call_taking(self.db, path, function)):  # a callback that is given the token
                    return CLEAR
                given = arguments_given(self.db, value)
                return worst([self.of_value(one, depth) for one in given]) if given else NOT_FOLLOWED
            case Attribute(of, name):
                return HASHED if NAMES_HASH.search(name) else self._of_made(of, depth)
        return NOT_FOLLOWED

    def _of_made(self, value: Value, depth: int) -> str:
        """A part of what a call makes: of other values nothing is known."""
        return self._one(value, depth) if isinstance(value, Called) else NOT_FOLLOWED

    def _called(self, callee: Value, path: str, number: int, depth: int) -> str:
        if is_signed(self.db, path, number):
            return CLEAR
        index = index_of(self.db, path)
        call = index.module.calls[number] if index else None
        if call is None:
            return NOT_FOLLOWED
        external = external_of(callee)
        names = external.name.split(".") if external else [called_name(call)]
        if (external and package_of(external.module) in HASHING) or any(NAMES_HASH.search(one) for one in names):
            return HASHED
        if external and (MAKES_TOKEN.match(names[-1] or external.module) or any(MAKES_TOKEN.match(one) for one in names)):
            return CLEAR
        if called_name(call) == "random" or (external and "random" in external.module):
            return CLEAR
        if not isinstance(callee, FunctionValue) and called_name(call) in makers(self.db, home_of(self.db, path)):
            return CLEAR
        if isinstance(call.callee, Member) and not isinstance(callee, FunctionValue):  # `.toString('hex')`, `.slice(0, 8)`
            return self.of(path, call.callee.of, call.function, call.owner, depth)
        wraps = called_name(call) in ("String", "Buffer", "promisify")
        return self.of(path, call.arguments[0], call.function, call.owner, depth) if wraps and call.arguments else NOT_FOLLOWED

    def _makes_token(self, path: str, expression: Expression) -> bool:
        """A call of what is named for it: `randomString(25)`, however the repository makes that."""
        if not isinstance(expression, CallRef) or (index := index_of(self.db, path)) is None:
            return False
        return bool(MAKES_TOKEN.match(called_name(index.module.calls[expression.index])))

    def _says_hash(self, path: str, expression: Expression) -> bool:
        """Where a value is not followed, a function or a variable that is named after hashing says what it is."""
        index = index_of(self.db, path)
        if isinstance(expression, Name | Member):
            name = expression.id if isinstance(expression, Name) else expression.name
            return bool(NAMES_HASH.search(name)) or name.lower().startswith(("hashed", "encrypted"))
        if not isinstance(expression, CallRef) or index is None:
            return False
        return bool(NAMES_HASH.search(called_name(index.module.calls[expression.index])))


def is_signed(db: Database, path: str, number: int | None) -> bool:
    """Whether a call signs a token."""
    return any(one.number == number for one in signings_in(db, path))


def _parts(expression: Expression) -> list[Expression]:
    match expression:
        case Array(items) | Template(items):
            return [one.of if isinstance(one, Spread) else one for one in items]
        case Object(entries):
            return [value for _, value in entries]
    return []


def worst(forms: list[str]) -> str:
    """In clear where one is, then not to be known, then hashed; nothing where all are."""
    return next((one for one in (CLEAR, NOT_FOLLOWED, HASHED) if one in forms), NOTHING)
