"""The facts of errors of a package."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.errors.kinds import own_kind
from healthtui.derive.errors.raised import raised_in
from healthtui.derive.errors.responses import answers_in
from healthtui.derive.errors.statuses import statuses_of
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.libraries.errors import NAMED_BY_STATUS
from healthtui.derive.repository.areas import is_tool_config
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import packages_taken, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.errors import ErrorClass, ErrorLibrary, ErrorSite, ErrorStatus
from healthtui.facts.source import Choice, Object

_STATUS_NAMES = {"status", "statusCode", "httpStatus", "httpStatusCode"}


def files(db: Database, package: str) -> list[str]:
    return [path for path in request_path_files(db, package) if not is_tool_config(path)]


@derives(ErrorSite)
def error_sites(db: Database, package: str) -> tuple[ErrorSite, ...]:
    found = {one.place: one for one in in_each_file(db, package, _sites_in)}
    return tuple(found[place] for place in sorted(found))


def _sites_in(db: Database, path: str) -> Iterator[ErrorSite]:
    if is_tool_config(path):
        return
    yield from (site for one in answers_in(db, path) if (site := one.site) is not None)
    yield from (one.site for one in raised_in(db, path))


@derives(ErrorClass)
def error_classes(db: Database, package: str) -> tuple[ErrorClass, ...]:
    return tuple(one for path in files(db, package) for one in _classes_in(db, path))


@query
def _classes_in(db: Database, path: str) -> tuple[ErrorClass, ...]:
    index = index_of(db, path)
    declared = enumerate(index.module.classes) if index else ()
    return tuple(
        ErrorClass(Place(path, one.line, one.column), one.name)
        for number, one in declared
        if one.extends is not None and own_kind(db, path, number) is not None
    )


@derives(ErrorLibrary)
def error_libraries(db: Database, package: str) -> tuple[ErrorLibrary, ...]:
    return tuple(one for path in files(db, package) for one in _libraries_in(db, path))


@query
def _libraries_in(db: Database, path: str) -> tuple[ErrorLibrary, ...]:
    named = packages_named(db, path)
    if named.isdisjoint(NAMED_BY_STATUS):
        return ()
    return tuple(ErrorLibrary(place, name) for place, name in packages_taken(db, path) if name in NAMED_BY_STATUS)


@derives(ErrorStatus)
def error_statuses(db: Database, package: str) -> tuple[ErrorStatus, ...]:
    found = {*in_each_file(db, package, _statuses_in)}
    found |= {ErrorStatus(one.place, status) for one in registrations(db, package) for status in one.refusals}
    return tuple(sorted(found, key=lambda one: (one.place, one.status)))


def _statuses_in(db: Database, path: str) -> Iterator[ErrorStatus]:
    if is_tool_config(path):
        return
    for answer in answers_in(db, path):
        yield from (ErrorStatus(answer.place, one) for one in answer.statuses if one >= 400 or answer.hides_error)
    for raised in raised_in(db, path):
        yield from (ErrorStatus(raised.site.place, one) for one in raised.statuses if one >= 400)
    yield from _named_in(db, path)


@query
def _named_in(db: Database, path: str) -> tuple[ErrorStatus, ...]:
    """Statuses that a name such as `statusCode` is given, or that a returned answer has, to be sent later."""
    index = index_of(db, path)
    if index is None:
        return ()
    given = [(one.name, one.value, one.function, one.line, 1) for one in index.module.bindings]
    given += [(one.target, one.value, one.function, one.line, one.column) for one in index.module.assignments]
    given += [
        (key, value, number, one.line, one.column)
        for number, one in enumerate(index.module.functions)
        for returned in one.returns
        for answer in (returned.options if isinstance(returned, Choice) else (returned,))
        if isinstance(answer, Object)
        for key, value in answer.entries
    ]
    evaluator = Evaluator(db)
    return tuple(
        ErrorStatus(Place(path, line, column), status)
        for name, value, function, line, column in given
        if name.rpartition(".")[2] in _STATUS_NAMES
        for status in statuses_of(evaluator, path, value, function)
        if status >= 400
    )
