"""Object literals as conditions: the fields that a filter asks by, one tuple for each alternative of it."""

from __future__ import annotations

from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, Literally, options_of
from healthtui.derive.libraries.schemas import ALL_OF, ANY_OF, NO_FIELD, UNSERVED, UNSERVED_CALLS
from healthtui.facts.source import Array, CallRef, Choice, Expression, Literal, Member, Name, Object, Template

Fields = tuple[str, ...]
_MAX_STEPS = 200
_MAX_DEPTH = 6


class Conditions:
    """Reads conditions where they stand; belongs inside a query."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.steps = _MAX_STEPS

    def objects(self, path: str, expression: Expression, function: int, owner: int) -> list[Literally]:
        """The object or array literals that an expression may be."""
        values = options_of(self.evaluator.of(path, expression, function, owner))
        return [one for one in values if isinstance(one, Literally) and isinstance(one.expression, Object | Array)]

    def entry(self, value: Literally, key: str) -> list[Literally]:
        """What an object literal has under a key."""
        if not isinstance(value.expression, Object):
            return []
        found = [one for name, one in value.expression.entries if name == key]
        return [it for one in found for it in self.objects(value.path, one, value.function, value.owner)]

    def alternatives(self, value: Literally, depth: int = 0) -> list[Fields]:
        """The fields of each filter that a literal is: those of an object are one, the items of an array one each."""
        self.steps -= 1
        if depth > _MAX_DEPTH or self.steps < 0:
            return []
        if isinstance(value.expression, Array):
            return [fields for one in self._items(value) for fields in self.alternatives(one, depth + 1)]
        if not isinstance(value.expression, Object):
            return []
        fields: list[str] = []
        either: list[Fields] = []
        for key, inner in value.expression.entries:
            if key in ALL_OF or key == "...":
                fields += [one for held in self._held(value, inner, key) for one in self._of_all(held, depth + 1)]
            elif key in ANY_OF:
                either += [one for held in self._held(value, inner, key) for one in self.alternatives(held, depth + 1)]
            elif key not in NO_FIELD and self._is_served(value, inner):
                fields.append(key)
        return [tuple(dict.fromkeys(fields))] if fields else either

    def _held(self, value: Literally, inner: Expression, key: str) -> list[Literally]:
        """What stands for certain under a key: of `...(status && { status })` nothing does."""
        if key == "..." and isinstance(inner, Choice):
            return []
        return self.objects(value.path, inner, value.function, value.owner)

    def _of_all(self, value: Literally, depth: int) -> list[str]:
        parts = self._items(value) if isinstance(value.expression, Array) else [value]
        found = [self.alternatives(one, depth) for one in parts]
        return [field for alternatives in found if len(alternatives) == 1 for field in alternatives[0]]

    def _items(self, value: Literally) -> list[Literally]:
        assert isinstance(value.expression, Array)
        items = [one for one in value.expression.items if not isinstance(one, Choice)]
        return [found for one in items for found in self.objects(value.path, one, value.function, value.owner)]

    def _is_served(self, value: Literally, expression: Expression) -> bool:
        """Whether an index could serve what a field is compared with: a pattern or a negation is not."""
        match expression:
            case Object(entries):
                return not any(key in UNSERVED for key, _ in entries)
            case CallRef(number):
                call = call_at(self.evaluator.db, value.path, number)
                callee = call.callee if call else None
                name = callee.id if isinstance(callee, Name) else callee.name if isinstance(callee, Member) else ""
                return name not in UNSERVED_CALLS
            case Name(name) if name != "undefined":
                found = options_of(self.evaluator.of(value.path, expression, value.function, value.owner))
                return not any(self._is_pattern(one) for one in found)
            case Literal() | Template() | Member() | Choice():
                return True
        return expression != Name("undefined")

    def _is_pattern(self, value: object) -> bool:
        if isinstance(value, Called):
            call = call_at(self.evaluator.db, value.path, value.index)
            return call is not None and call.is_new and call.callee == Name("RegExp")
        if isinstance(value, Literally) and isinstance(value.expression, Object):
            return any(key in UNSERVED for key, _ in value.expression.entries)
        return False
