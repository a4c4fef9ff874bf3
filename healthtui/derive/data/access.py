"""Data access of a file: the statements that run queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from healthtui.derive.data.bounds import Bounds
from healthtui.derive.data.chains import Chains
from healthtui.derive.data.effects import effect_of_chain, effect_of_sql, is_relation, is_sql_limited, is_streamed
from healthtui.derive.data.keys import binds_first, is_key_lookup, is_of_one, is_of_one_user, takes_first
from healthtui.derive.data.layers import imports_any, libraries_used
from healthtui.derive.data.matching import Hit, is_association, match, methods_known
from healthtui.derive.data.paged import is_paged
from healthtui.derive.data.placement import is_data_module, is_in_repository_class, is_looped
from healthtui.derive.data.records import methods_of_records
from healthtui.derive.data.sql import statement_of
from healthtui.derive.data.trails import Tracer, followed
from healthtui.derive.data.wrappers import library_of_wrapper
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import callee_of
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, FunctionValue, options_of
from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.data import CHAIN_WRITES, LIBRARIES, PAGED_QUERIES, Effect, Library
from healthtui.derive.libraries.transactions import TRANSACTION_SQL
from healthtui.derive.repository.packages import home_of
from healthtui.facts.base import Place
from healthtui.facts.data import DataAccess
from healthtui.facts.source import Call, CallRef, Literal, Member, Name, Object, Template

_NAMES_TABLE = {"", "from", "into", "table", "selectFrom", "insertInto", "updateTable", "deleteFrom"}
_MAX_WRITTEN = 60  # characters


@query
def data_access_in(db: Database, path: str) -> tuple[DataAccess, ...]:
    """The data-access calls of a file, in the order of place."""
    index = index_of(db, path)
    libraries = libraries_used(db, home_of(db, path))
    if index is None or not libraries:
        return ()
    return tuple(sorted(_Reader(db, path, index, libraries).read(), key=lambda one: one.place))


@query
def queries_by_function(db: Database, path: str) -> frozenset[tuple[int, str]]:
    """The functions of a file that make a data-access call themselves, with the library."""
    index = index_of(db, path)
    places = {(one.place.line, one.place.column): one.library for one in data_access_in(db, path)}
    calls = index.module.calls if index else ()
    return frozenset((call.function, places[at]) for call in calls if (at := (call.line, call.column)) in places)


class _Reader:
    def __init__(self, db: Database, path: str, index: ModuleIndex, libraries: tuple[str, ...]) -> None:
        self.db, self.path, self.index = db, path, index
        self.used = [one for one in LIBRARIES if one.name in libraries]
        self.runs_sql = any(one.sql for one in self.used)
        self.methods = methods_known() if all(one.direct is None for one in self.used) else None
        self.tracer, self.chains = Tracer(db, path, index), Chains(index)

    def read(self) -> Iterator[DataAccess]:
        seen = set(self._given_to_pagers())  # chains, by their first call: each is one statement
        for number, call in enumerate(self.index.module.calls):
            first = self.chains.first(number)
            if call.in_decorator or call.is_new or first in seen:
                continue
            hit = self._hit(call)
            if hit is not None and self._is_run(number, hit) and not self._is_of_transaction(call, hit):
                seen.add(first)
                yield self._access(number, call, hit)

    def _given_to_pagers(self) -> Iterator[int]:
        """The queries that are only handed to what pages them: `Model.aggregatePaginate(Model.aggregate(steps), options)`."""
        for call in self.index.module.calls:
            if method_of(call) in PAGED_QUERIES and call.arguments:
                given = call.arguments[0]
                bound = self.index.bindings.get((call.function, given.id), ()) if isinstance(given, Name) else ()
                values = [given, *(one.value for one in bound)]
                yield from (self.chains.first(one.index) for one in values if isinstance(one, CallRef))

    def _hit(self, call: Call) -> Hit | None:
        if wrapped := self._wrapped(call):
            return wrapped
        if (method := method_of(call)) and not self._may_be_query(method):
            return None
        trails = [one for trail in self.tracer.of(call) for one in followed(self.db, self.path, trail)]
        hits = [hit for trail in trails for library in self.used if (hit := match(library, trail, call))]
        return next((hit for hit in hits if hit.effect is not Effect.PAGE or self._has_pager(hit)), None)

    def _may_be_query(self, method: str) -> bool:
        if any(is_association(library.name, method) for library in self.used):
            return method not in methods_of_records(self.db, home_of(self.db, self.path))
        return self.methods is None or method in self.methods

    def _wrapped(self, call: Call) -> Hit | None:
        """A function of the repository that runs the SQL which it is given here."""
        if not call.arguments or not self.runs_sql or not isinstance(call.arguments[0], Literal | Template | Name | Object):
            return None
        for value in options_of(callee_of(self.db, self.path, call)):
            library = library_of_wrapper(self.db, value) if isinstance(value, FunctionValue) else None
            if library is not None and statement_of(self.tracer.evaluator, self.path, call):
                return Hit(library, Effect.SQL, method_of(call))
        return None

    def _has_pager(self, hit: Hit) -> bool:
        """`Model.paginate` is the plugin's only where one is used: else it is a method of the repository."""
        return imports_any(self.db, home_of(self.db, self.path), hit.library.pagers)

    def _is_run(self, number: int, hit: Hit) -> bool:
        """A raw piece of SQL may be only a part of another query."""
        return hit.effect is not Effect.SQL or not hit.library.has_raw_parts or self.chains.is_result_used(number)

    def _is_of_transaction(self, call: Call, hit: Hit) -> bool:
        """`client.query('BEGIN')` asks for nothing."""
        return (
            hit.effect is Effect.SQL and TRANSACTION_SQL.match(statement_of(self.tracer.evaluator, self.path, call)) is not None
        )

    def _access(self, number: int, call: Call, hit: Hit) -> DataAccess:
        links = self.chains.of(number, _opening(hit.library))
        calls = [self.index.module.calls[one] for one in links]
        sql = self._statement(call, calls, hit)
        effect = self._effect(number, hit, {method_of(one) for one in calls}, sql)
        written = dotted(self.index, call.callee)
        model = hit.model or _table_of(calls) or written.rpartition(".")[0].rpartition(".")[2]
        is_list = effect in (Effect.MANY, Effect.PAGE) and self._can_grow(call, links, model)
        return DataAccess(
            place=Place(self.path, call.line, call.column),
            library=hit.library.name,
            model=model,
            method=hit.method,
            written=(written or model)[-_MAX_WRITTEN:],
            is_write=effect is Effect.WRITE,
            in_repository=self._is_in_repository(call, hit),
            in_loop=is_looped(self.index, call),
            is_list=is_list,
            is_bounded=is_list and (effect is Effect.PAGE or self._is_bounded(links, calls, sql)),
        )

    def _statement(self, call: Call, calls: list[Call], hit: Hit) -> str:
        """The SQL of a statement; that of a driver may be prepared before."""
        given = calls if hit.library.kind == "driver" and hit.library.sql else [call] if hit.effect is Effect.SQL else []
        said = (sql for one in given if (sql := statement_of(self.tracer.evaluator, self.path, one)))
        return next(said, "") or (self._prepared(call) if given else "")

    def _prepared(self, call: Call) -> str:
        """The SQL of what was prepared elsewhere: `const list = db.prepare('SELECT …')`, then `list.all()`."""
        evaluator, on = self.tracer.evaluator, call.callee.of if isinstance(call.callee, Member) else None
        values = options_of(evaluator.of(self.path, on, call.function, call.owner)) if on is not None else ()
        made = ((one.path, call_at(self.db, one.path, one.index)) for one in values if isinstance(one, Called))
        return next((statement_of(evaluator, path, one) for path, one in made if one and method_of(one) == "prepare"), "")

    def _effect(self, number: int, hit: Hit, methods: set[str], sql: str) -> Effect:
        if hit.effect is Effect.SQL or (sql and hit.library.sql):
            said = effect_of_sql(sql)
            return hit.effect if said is Effect.MANY and hit.effect is Effect.ONE else said
        if hit.effect in (Effect.BUILDER, Effect.MANY):
            return effect_of_chain(methods - {hit.method} if hit.effect is Effect.MANY else methods)
        if hit.library.query_builder and methods & CHAIN_WRITES:
            return Effect.WRITE
        outer = self.chains.outer.get(number)
        follows = method_of(self.index.module.calls[outer]) if outer is not None else ""
        is_list = hit.effect is Effect.ONE and hit.library.has_fluent_relations and is_relation(follows)
        return Effect.MANY if is_list else hit.effect

    def _can_grow(self, call: Call, links: list[int], model: str) -> bool:
        """Whether a list is one: not a stream, not a lookup of one or by keys, not the roles of one user."""
        calls = [self.index.module.calls[one] for one in links]
        methods = {method_of(one) for one in calls}
        function = self.index.module.functions[call.function].name if call.function >= 0 else ""
        if is_streamed(methods) or is_of_one(calls) or takes_first(self.index, calls) or binds_first(self.index, links):
            return False
        if is_key_lookup(self.tracer.evaluator, self.path, calls, function):
            return False
        return not is_of_one_user(model, function, calls)

    def _is_in_repository(self, call: Call, hit: Hit) -> bool:
        if is_data_module(self.path) or is_in_repository_class(self.index, call.function):
            return True
        return bool(hit.library.repository) and re.fullmatch(hit.library.repository, hit.handle) is not None

    def _is_bounded(self, links: list[int], calls: list[Call], sql: str) -> bool:
        if sql:
            return is_sql_limited(sql)
        bounds = Bounds(self.db, self.path)
        if any(bounds.is_limited(one, method_of(one)) for one in calls):
            return True
        return is_paged(self.db, self.path, self.index, links)


def _table_of(calls: list[Call]) -> str:
    """The table that a chain names."""
    for call in calls:
        table = call.arguments[0] if call.arguments and method_of(call) in _NAMES_TABLE else None
        if isinstance(table, Literal) and isinstance(table.value, str):
            return table.value
    return ""


@cache
def _opening(library: Library) -> frozenset[str]:
    return frozenset(library.query_builder.split())
