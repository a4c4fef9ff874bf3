"""Whether a list query is bounded on every call: by a constant, a default or a maximum."""

from __future__ import annotations

from healthtui.derive.data.fields import bounded_fields
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import callers
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.pieces import key_of
from healthtui.derive.evaluation.values import Constant, FunctionValue, Literally, options_of
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.inputs import index_of
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.facts.source import Call, CallRef, Choice, Expression, Literal, Member, Name, Object, Parameter, Spread

LIMIT_METHODS = {"limit", "take", "first", "top", "page", "range", "paginate", "batchSize"}
LIMIT_KEYS = {"take", "limit", "first", "pageSize", "perPage", "top"}
MAX_DEPTH = 10
MAX_STEPS = 300  # over all callers of callers


class Bounds:
    """Judges limits where they stand; belongs inside a query."""

    def __init__(self, db: Database, path: str) -> None:
        self.db, self.path = db, path
        self.evaluator = Evaluator(db)
        self.steps = MAX_STEPS
        self.fields = bounded_fields(db, home_of(db, path))

    def is_limited(self, call: Call, method: str) -> bool:
        """Whether a call of a chain bounds it: `.limit(10)`, `find({ take: 10 })`."""
        if method in LIMIT_METHODS and call.arguments:
            return any(self.is_bounded(self.path, one, call.function, call.owner) for one in call.arguments[:2])
        return any(self._has_limit(self.path, one, call.function, call.owner, 0) for one in call.arguments)

    def _has_limit(self, path: str, given: Expression, function: int, owner: int, depth: int) -> bool:
        if depth > MAX_DEPTH:
            return False
        if isinstance(given, Object):
            for key, value in given.entries:
                if key in LIMIT_KEYS and self.is_bounded(path, value, function, owner):
                    return True
                if key == "..." and self._has_limit(path, value, function, owner, depth + 1):
                    return True
            return False
        if isinstance(given, Choice):
            return all(self._has_limit(path, one, function, owner, depth + 1) for one in given.options)
        if not isinstance(given, Name | Member | CallRef):
            return False
        values = options_of(self.evaluator.of(path, given, function, owner))
        literal = [one for one in values if isinstance(one, Literally) and isinstance(one.expression, Object)]
        return any(self._has_limit(one.path, one.expression, one.function, one.owner, depth + 1) for one in literal)

    def is_bounded(self, path: str, limit: Expression, function: int, owner: int, depth: int = 0) -> bool:
        """Whether a limit is there on every call."""
        self.steps -= 1
        if depth > MAX_DEPTH or self.steps < 0:
            return False
        match limit:
            case Literal(value):
                return isinstance(value, float | int) and not isinstance(value, bool) and value > 0
            case Choice(options):
                return any(self.is_bounded(path, one, function, owner, depth + 1) for one in options)
            case Object(entries):
                return any(
                    self.is_bounded(path, value, function, owner, depth + 1) for key, value in entries if key in LIMIT_KEYS
                )
            case CallRef(number):
                return self._of_call(path, number, depth)
            case Name(name):
                return self._of_name(path, name, function, owner, depth)
            case Member(_, name) if name in self.fields:
                return True
        values = options_of(self.evaluator.of(path, limit, function, owner))
        return any(isinstance(one, Constant) and isinstance(one.value, float | int) for one in values)

    def _of_call(self, path: str, number: int, depth: int) -> bool:
        """`Math.min(limit, 100)`; `Number(limit)` is what it is given; a function is what it returns."""
        index = index_of(self.db, path)
        assert index is not None
        call = index.module.calls[number]
        name = called_name(call)
        if name in ("min", "clamp"):
            return True
        for callee in options_of(self.evaluator.callee(path, call)):
            target = index_of(self.db, callee.path) if isinstance(callee, FunctionValue) else None
            if isinstance(callee, FunctionValue) and target is not None:
                returns = target.module.functions[callee.index].returns
                return any(self.is_bounded(callee.path, one, callee.index, -1, depth + 1) for one in returns)
        return any(self.is_bounded(path, one, call.function, call.owner, depth + 1) for one in call.arguments[:1])

    def _of_name(self, path: str, name: str, function: int, owner: int, depth: int) -> bool:
        index = index_of(self.db, path)
        assert index is not None
        scope = function
        while True:
            bound = index.bindings.get((scope, name), ())
            if bound:
                values = [one.value for one in bound] + [one.value for one in index.assigned(name)]
                return any(self.is_bounded(path, one, scope, owner, depth + 1) for one in values) or name in self.fields
            if scope < 0:
                break
            for position, parameter in enumerate(index.module.functions[scope].parameters):
                if parameter.name == name or key_of(parameter, name):
                    return self._of_parameter(path, scope, position, parameter, name, depth)
            scope = index.module.functions[scope].parent
        values_of = options_of(self.evaluator.of(path, Name(name), function, owner))
        return any(isinstance(one, Constant) and isinstance(one.value, float | int) for one in values_of)

    def _of_parameter(self, path: str, function: int, position: int, parameter: Parameter, name: str, depth: int) -> bool:
        """A default, a field of a schema that bounds it, or what every caller gives."""
        if parameter.default is not None and self.is_bounded(path, parameter.default, -1, -1, depth + 1):
            return True
        if self._is_piped(path, parameter):
            return True
        if key := key_of(parameter, name):
            return key in self.fields or name in dict(parameter.key_defaults)
        given: list[bool] = []
        target = FunctionValue(path, function)
        for caller, number in _callers(self.db, target) or _callers_by_name(self.db, target):
            index = index_of(self.db, caller)
            call = index.module.calls[number] if index else None
            if call is None or any(isinstance(one, Spread) for one in call.arguments):
                return False
            if position >= len(call.arguments):
                return False
            given.append(self.is_bounded(caller, call.arguments[position], call.function, call.owner, depth + 1))
        return bool(given) and all(given)

    def _is_piped(self, path: str, parameter: Parameter) -> bool:
        """`@Query('limit', new DefaultValuePipe(20), ParseIntPipe) limit`."""
        index = index_of(self.db, path)
        assert index is not None
        calls = index.module.calls
        given = [one for mark in parameter.decorators if isinstance(mark, CallRef) for one in calls[mark.index].arguments]
        pipes = [calls[one.index] for one in given if isinstance(one, CallRef)]
        return any(one.callee == Name("DefaultValuePipe") for one in pipes)


@query
def _callers(db: Database, function: FunctionValue) -> tuple[tuple[str, int], ...]:
    """A query of its own, so that a file is judged again only when the callers of its functions change."""
    return tuple(callers(db, function))


@query
def _callers_by_name(db: Database, function: FunctionValue) -> tuple[tuple[str, int], ...]:
    """The calls of a method of that name on what cannot be followed: a repository that is known by its interface.

    A method that hands on to one of its own name does not call itself.
    """
    index = index_of(db, function.path)
    declared = index.module.functions[function.index] if index else None
    if declared is None or declared.owner < 0 or not declared.name:
        return ()
    paths = request_path_files(db, home_of(db, function.path))
    return tuple(
        (path, number)
        for path in paths
        for name, number, inside in _methods_called(db, path)
        if name == declared.name and (path, inside) != (function.path, function.index)
    )


@query
def _methods_called(db: Database, path: str) -> tuple[tuple[str, int, int], ...]:
    """(method, call, the function that it stands in)."""
    index = index_of(db, path)
    calls = enumerate(index.module.calls if index else ())
    return tuple(
        (one.callee.name, number, one.function) for number, one in calls if isinstance(one.callee, Member) and one.arguments
    )
