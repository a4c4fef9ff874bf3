"""How long a signed token lives, by its options, its payload, and what its module is registered with."""

from __future__ import annotations

import msgspec

from healthtui.derive.auth.options import NOTHING, has_key
from healthtui.derive.auth.signing import Signing, defaults_of, nearest
from healthtui.derive.database import Database
from healthtui.derive.evaluation.durations import Durations, Quantity
from healthtui.derive.evaluation.evaluate import Given
from healthtui.derive.evaluation.values import Value
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.time import span
from healthtui.derive.repository.packages import home_of
from healthtui.facts.base import Place
from healthtui.facts.source import Expression

_SECOND = 0.001  # of a millisecond: how `Date.now()` stands in a time that counts seconds


class Lifetime(msgspec.Struct, frozen=True, gc=False):
    """`expiry` is known, never or unknown."""

    expiry: str
    seconds: float = 0.0
    said: str = ""
    quoted: Place | None = None


UNKNOWN_LIFETIME, NEVER = Lifetime("unknown"), Lifetime("never")


def lifetime_of(db: Database, signing: Signing, given: Given) -> Lifetime:
    """The lifetime of a token where its maker's parameters are `given`; the longest where it may be one of several."""
    return _Reading(db, signing, given).found()


class _Reading:
    def __init__(self, db: Database, signing: Signing, given: Given) -> None:
        index = index_of(db, signing.path)
        assert index is not None
        self.db, self.signing, self.call = db, signing, index.module.calls[signing.number]
        self.durations = Durations(db, signing.path, given)
        self.evaluator = self.durations.evaluator

    def found(self) -> Lifetime:
        signing = self.signing
        if signing.expiry is not None:
            return _longest([self._until(one) for one in self._of(signing.expiry)])
        options = self._value(signing.options)
        payload = self._value(signing.payload)
        for holder, key in ((options, "expiresIn"), (self.evaluator.member(options, "sign"), "expiresIn"), (payload, "exp")):
            if has_key(self.evaluator, holder, key):
                found = self.durations.of_value(self.evaluator.member(holder, key))
                return _longest([self._until(one) if key == "exp" else self._span(one) for one in found])
        if signing.options is not None and has_key(self.evaluator, options, "expiresIn") is None:
            return UNKNOWN_LIFETIME
        return self._by_default() if signing.signer.defaults else NEVER

    def _by_default(self) -> Lifetime:
        found = defaults_of(self.db, home_of(self.db, self.signing.path))
        own = [one for one in nearest(found, self.signing.path) if one.namespace == self.signing.namespace]
        lifetimes = {self._of_options(one.options) for one in own}
        return lifetimes.pop() if len(lifetimes) == 1 else UNKNOWN_LIFETIME

    def _of_options(self, options: Value) -> Lifetime:
        has = has_key(self.evaluator, options, "expiresIn")
        if has is None:
            return UNKNOWN_LIFETIME
        return (
            _longest([self._span(one) for one in self.durations.of_value(self.evaluator.member(options, "expiresIn"))])
            if has
            else NEVER
        )

    def _value(self, expression: Expression | None) -> Value:
        if expression is None:
            return NOTHING
        return self.evaluator.of(self.signing.path, expression, self.call.function, self.call.owner)

    def _of(self, expression: Expression) -> list[Quantity]:
        return self.durations.of(self.signing.path, expression, self.call.function, self.call.owner)

    def _span(self, one: Quantity) -> Lifetime:
        """`expiresIn`: text with a unit, or a number. Text without a unit counts milliseconds: of a variable one cannot
        tell what makes a number of it on the way."""
        if one.now:
            return UNKNOWN_LIFETIME
        if not one.text:
            return _known(one, one.number * self.signing.signer.number)
        told = span(one.text)
        if told is None or (one.is_variable and not told[1]):
            return UNKNOWN_LIFETIME
        return _known(one, told[0] if told[1] else told[0] * _SECOND)

    def _until(self, one: Quantity) -> Lifetime:
        """A point of time, in seconds; of jose a text is a span, and a date counts milliseconds."""
        if one.text:
            return self._span(one)
        if abs(one.now - _SECOND) < _SECOND / 100:
            return _known(one, one.number)
        is_date = self.signing.expiry is not None and one.now == 1.0
        return _known(one, one.number * _SECOND) if is_date else UNKNOWN_LIFETIME


def _known(one: Quantity, seconds: float) -> Lifetime:
    return Lifetime("known", seconds, one.said, one.place) if seconds > 0 else UNKNOWN_LIFETIME


def _longest(found: list[Lifetime]) -> Lifetime:
    if not found or UNKNOWN_LIFETIME in found:
        return UNKNOWN_LIFETIME
    return max(found, key=lambda one: one.seconds)
