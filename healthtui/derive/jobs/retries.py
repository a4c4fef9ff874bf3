"""How jobs are tried again: from the options of a job, the defaults of its queue, or what a consumer does with a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.data.chains import Chains
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import arguments_given
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import expressions_of, objects_in
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Called,
    Constant,
    Environment,
    Literally,
    ParameterValue,
    Value,
    options_of,
)
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.jobs import (
    ATTEMPTS,
    BACKOFF,
    DEAD_LETTERS,
    DEFAULTS,
    LIBRARY_OF,
    RETRIERS,
    QueueLibrary,
)
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import home_of, request_path_files
from healthtui.facts.source import Array, Call, Expression, Literal, Member, Object

EXPONENTIAL, SOME, NONE, HIDDEN, SERVICE = "exponential", "attempts", "none", "hidden", "service"
_ORDER = (EXPONENTIAL, SOME, HIDDEN, NONE)  # the best first


def best(levels: Iterable[str]) -> str:
    found = set(levels)
    return next((one for one in _ORDER if one in found), NONE)


class Retries:
    """Reads how the jobs that one file feeds are tried again; belongs inside a query."""

    def __init__(self, evaluator: Evaluator, path: str, index: ModuleIndex) -> None:
        self.evaluator, self.path, self.index = evaluator, path, index

    def of(self, number: int, library: QueueLibrary, default: str) -> str:
        """How a job is tried again that a call feeds, where its queue says `default`."""
        call = self.index.module.calls[number]
        match library.retries:
            case "service":
                return SERVICE
            case "built-in":
                return EXPONENTIAL
            case "broker":
                return default
            case "chained":
                return best([default, self._chained(number)])
        own = self._of_queue(call)
        return best([default if own is None else own, *(self._level(one) for one in self._options(call))])

    def _of_queue(self, call: Call) -> str | None:
        """What a queue was made with, `new Queue(name, { defaultJobOptions })`; None where that is not seen."""
        if not isinstance(call.callee, Member):
            return None
        levels: list[str] = []
        for queue in options_of(self.evaluator.of(self.path, call.callee.of, call.function, call.owner)):
            made = call_at(self.evaluator.db, queue.path, queue.index) if isinstance(queue, Called) else None
            if not isinstance(queue, Called) or made is None or not made.is_new:
                return None
            given = [self.evaluator.argument(queue.path, made, at) for at in range(1, len(made.arguments))]
            if not all(isinstance(one, Constant | Environment | Literally) for one in given):
                return None
            levels += self._defaults_among(given) or [NONE]
        return best(levels) if levels else None

    def _defaults_among(self, given: list[Value]) -> list[str]:
        objects = [one for one in given if isinstance(one, Literally) and isinstance(one.expression, Object)]
        told = (self.evaluator.member(one, key) for one in objects for key in sorted(DEFAULTS) if _has(self.evaluator, one, key))
        return [self._of_object(one) for options in told for one in options_of(options)]

    def _options(self, call: Call) -> Iterator[Value]:
        """What may hold the options of a job: all but its name and data; of many jobs, each one's own."""
        if any(isinstance(one, Array) for one in call.arguments[:1]) or method_of(call) == "addBulk":
            yield from self._of_each(self.evaluator.argument(self.path, call, 0))
            return
        is_named = isinstance(self.evaluator.argument(self.path, call, 0), Constant)
        for position in range(2 if is_named else 1, len(call.arguments)):
            yield self.evaluator.argument(self.path, call, position)

    def _of_each(self, jobs: Value) -> Iterator[Value]:
        items = jobs.expression.items if isinstance(jobs, Literally) and isinstance(jobs.expression, Array) else ()
        if not items:
            yield UNKNOWN
        for item in items:
            yield self.evaluator.member(self.evaluator.within(jobs, item), "opts") if isinstance(jobs, Literally) else UNKNOWN

    def _level(self, options: Value) -> str:
        levels: list[str] = []
        for one in options_of(options):
            given = arguments_given(self.evaluator.db, one) if isinstance(one, ParameterValue) else [one]
            levels += [self._of_object(value) for value in given or [UNKNOWN]]
        return HIDDEN if HIDDEN in levels else best(levels)

    def _of_object(self, options: Value) -> str:
        if isinstance(options, Literally) and isinstance(options.expression, Object):
            return level_of(self.evaluator, options)
        return NONE if isinstance(options, Constant) else HIDDEN

    def _chained(self, number: int) -> str:
        """`queue.createJob(data).retries(3).backoff('exponential', 1000)`."""
        calls = [self.index.module.calls[one] for one in Chains(self.index).of(number)]
        methods = {method_of(one): one for one in calls}
        if not methods.keys() & ATTEMPTS:
            return NONE
        backoff = methods.get("backoff")
        given = self.evaluator.argument(self.path, backoff, 0) if backoff else UNKNOWN
        return EXPONENTIAL if given == Constant("exponential") or _type_of(self.evaluator, given) == "exponential" else SOME


def level_of(evaluator: Evaluator, options: Literally) -> str:
    """How a job with these options is tried again."""
    tries = [evaluator.member(options, name) for name in sorted(ATTEMPTS) if _has(evaluator, options, name)]
    if not tries or any(one in (Constant(0), Constant(1)) for one in tries):
        return NONE
    backoffs = [evaluator.member(options, name) for name in sorted(BACKOFF) if _has(evaluator, options, name)]
    kinds = {_type_of(evaluator, one) for backoff in backoffs for one in options_of(backoff)}
    return EXPONENTIAL if kinds & {"exponential", "custom"} else SOME


def _has(evaluator: Evaluator, options: Literally, name: str) -> bool:
    entries = options.expression.entries if isinstance(options.expression, Object) else ()
    return any(key == name for key, _ in entries) or evaluator.member(options, name) != UNKNOWN


def _type_of(evaluator: Evaluator, backoff: Value) -> str:
    """Of `backoff`: exponential, fixed, or custom for a strategy of one's own; `retryBackoff: true` is exponential."""
    if backoff in (Constant(True), Constant("exponential")):
        return "exponential"
    if not isinstance(backoff, Literally):
        return ""
    kind = evaluator.member(backoff, "type")
    if isinstance(kind, Constant) and isinstance(kind.value, str):
        return kind.value if kind.value in ("exponential", "fixed") else "custom"
    return ""


def default_retries(db: Database, path: str, library: QueueLibrary) -> str:
    """What the queues of the package around a file do with a job that says nothing itself."""
    return _defaults_of(db, home_of(db, path), library)


@query
def _defaults_of(db: Database, package: str, library: QueueLibrary) -> str:
    files = request_path_files(db, package)
    if library.retries == "broker":
        return best(_of_messages_in(db, one) for one in files)
    return best(_defaults_in(db, one) for one in files) if library.retries == "options" else NONE


@query
def _defaults_in(db: Database, path: str) -> str:
    """The best of the `defaultJobOptions` that a file writes down."""
    index = index_of(db, path)
    evaluator, levels = Evaluator(db), list[str]()
    for one in objects_in(expressions_of(index)) if index else ():
        for key, value in one.entries:
            if key in DEFAULTS:
                levels += [level_of(evaluator, it) for it in _values(evaluator, path, value) if isinstance(it, Literally)]
    return best(levels)


def _values(evaluator: Evaluator, path: str, expression: Expression) -> tuple[Value, ...]:
    return options_of(evaluator.of(path, expression))


@query
def _of_messages_in(db: Database, path: str) -> str:
    """What a file that speaks to a broker does with a message that failed: gives it back, or tries again by a library."""
    imported = packages_named(db, path)
    index = index_of(db, path) if any(LIBRARY_OF[one].retries == "broker" for one in imported & LIBRARY_OF.keys()) else None
    if index is None:
        return NONE
    if imported & RETRIERS:
        return EXPONENTIAL
    keys = {key for one in objects_in(expressions_of(index)) for key, _ in one.entries}
    if "retry" in keys and "kafkajs" in imported:
        return EXPONENTIAL  # `retry` of kafkajs grows by a factor
    refused = [one for one in index.module.calls if method_of(one) in ("nack", "reject")]
    gives_back = any(Literal(False) not in one.arguments[-1:] for one in refused)
    return SOME if gives_back or keys & DEAD_LETTERS else NONE
