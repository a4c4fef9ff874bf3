"""Where values reach HTML unescaped: templates, the DOM, and responses."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, splitext

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import dotted, method_of
from healthtui.derive.http.endpoints import applied
from healthtui.derive.inputs import ModuleIndex, derives, facts_in, index_of, paths_with
from healthtui.derive.libraries.fastify import FRAMEWORK
from healthtui.derive.libraries.html import (
    AUTOESCAPE,
    CLEANERS,
    DOM_CALLS,
    DOM_SINKS,
    ENGINES,
    ESCAPES,
    VIEWS,
)
from healthtui.derive.repository.areas import (
    SOURCE_EXTENSIONS,
    has_source_extension,
    is_doc,
    is_example,
    is_generated,
    is_request_path,
    is_script,
    is_test_data,
)
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import dependencies_of, home_of, modules_used, request_path_files
from healthtui.derive.security.origins import Origins
from healthtui.derive.security.parts import Origin
from healthtui.derive.security.responses import responses_in, returned_pages_in, returned_texts_in
from healthtui.facts.base import Place
from healthtui.facts.markup import UnescapedOutput
from healthtui.facts.security import HtmlSighting
from healthtui.facts.source import Expression, FunctionRef, Literal, Member, Object

_VALUES = (Origin.REQUEST, Origin.PARAMETER, Origin.RECORD)
_CODE = {*SOURCE_EXTENSIONS, ".json", ".txt", ".md", ".yml", ".yaml", ".sql", ".css", ".prisma", ".text", ".subject"}


@derives(HtmlSighting)
def html_sightings(db: Database, package: str) -> tuple[HtmlSighting, ...]:
    found = [*_of_templates(db, package)]
    files = request_path_files(db, package)
    found += [one for path in files for one in _of_code(db, path)]
    if not _is_cleaned(db, package):
        found += [one for path in files for one in responses_in(db, path)]
        if FRAMEWORK in modules_used(db, package):
            found += [one for path in files for one in returned_pages_in(db, path)]
        if "@nestjs/platform-fastify" not in modules_used(db, package) and not _has_interceptor(db, package):
            found += [one for path in files for one in returned_texts_in(db, path)]
    return tuple(sorted({one.place: one for one in found}.values(), key=lambda one: one.place))


def _of_templates(db: Database, package: str) -> Iterator[HtmlSighting]:
    """Of the engines that the package uses; what generates code or plain text is no page."""
    declared = dependencies_of(db, package) | modules_used(db, package)
    for path in paths_with(db, UnescapedOutput):
        if home_of(db, path) != package or not _is_page(path):
            continue
        for one in facts_in(db, UnescapedOutput, path):
            if ENGINES[one.engine] & declared:
                said = f"{one.written} is put into the page as it is"
                yield HtmlSighting(Place(path, one.line, one.column), said[:100])


def _is_page(path: str) -> bool:
    """Not `component.ts.hbs`, `welcome.txt.ejs` or what generators keep in `_templates`, nor what serves tests or prose."""
    inner = splitext(splitext(basename(path))[0])[1]
    if inner in _CODE or "_templates/" in path or "text" in basename(path).lower():
        return False
    if has_source_extension(path):
        return is_request_path(path)
    return not any(is_one(path) for is_one in (is_generated, is_test_data, is_example, is_doc, is_script))


def _is_cleaned(db: Database, package: str) -> bool:
    """A middleware cleans the request, or express-validator's `escape()` is in use: which values it covers is not followed."""
    used = modules_used(db, package)
    if used & CLEANERS:
        return True
    return "express-validator" in used and any(_escapes(db, path) for path in request_path_files(db, package))


@query
def _escapes(db: Database, path: str) -> bool:
    index = index_of(db, path)
    calls = index.module.calls if index else ()
    return any(isinstance(one.callee, Member) and one.callee.name == "escape" and not one.arguments for one in calls)


def _has_interceptor(db: Database, package: str) -> bool:
    """One for all routes may wrap what handlers return."""
    return any(one.role == "interceptor" and one.scope == "global" for one in applied(db, package))


@query
def _of_code(db: Database, path: str) -> tuple[HtmlSighting, ...]:
    index = index_of(db, path)
    return tuple(_sinks(db, path, index)) if index is not None else ()


def _sinks(db: Database, path: str, index: ModuleIndex) -> Iterator[HtmlSighting]:
    for one in index.module.assignments:
        if one.target.endswith(DOM_SINKS) and (named := _value_in(db, path, one.value, one.function)):
            yield HtmlSighting(Place(path, one.line, one.column), f"{one.target[-40:]} is given {named}"[:100])
    for call in index.module.calls:
        method = method_of(call)
        place = Place(path, call.line, call.column)
        if (position := DOM_CALLS.get(method, -1)) in range(len(call.arguments)):
            if named := _value_in(db, path, call.arguments[position], call.function):
                yield HtmlSighting(place, f"{method} is given {named}"[:100])
        elif any(_turns_off(argument) for argument in call.arguments) and _renders(db, path):
            yield HtmlSighting(place, f"{dotted(index, call.callee)[-40:]} turns escaping off")


def _value_in(db: Database, path: str, value: Expression, function: int) -> str:
    """A value that is put into HTML, as it is written; "" for none."""
    parts = Origins(db, ESCAPES).of(path, value, function) if not isinstance(value, FunctionRef) else []
    return next((part.written or "a value" for part in parts if part.origin in _VALUES), "")


def _turns_off(argument: Expression) -> bool:
    return isinstance(argument, Object) and any(key in AUTOESCAPE and value == Literal(False) for key, value in argument.entries)


def _renders(db: Database, path: str) -> bool:
    named = packages_named(db, path)
    return bool(named & (ENGINES["nunjucks"] | ENGINES["ejs"] | VIEWS))
