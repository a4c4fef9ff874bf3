"""What the parts of evaluation share: the database, what is known already, and how they ask each other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import UNKNOWN, FunctionValue, Value
from healthtui.facts.source import Expression

MAX_DEPTH = 40


class Evaluation(ABC):
    """`Exports`, `Members` and `Calls` answer for files, objects and calls; `Evaluator` joins them to expressions."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._known: dict[Hashable, Value] = {}

    def once(self, key: Hashable, find: Callable[[], Value]) -> Value:
        """Finds a value once; a name that leads back to itself is not known."""
        if key not in self._known:
            self._known[key] = UNKNOWN
            self._known[key] = find()
        return self._known[key]

    @abstractmethod
    def of(self, path: str, expression: Expression, function: int = -1, owner: int = -1, depth: int = 0) -> Value: ...

    @abstractmethod
    def typed(self, path: str, annotation: str, depth: int = 0) -> Value: ...

    @abstractmethod
    def export(self, path: str, name: str, depth: int = 0) -> Value: ...

    @abstractmethod
    def member(self, value: Value, name: str, depth: int = 0) -> Value: ...

    @abstractmethod
    def returned(self, value: FunctionValue, depth: int = 0) -> Value: ...
