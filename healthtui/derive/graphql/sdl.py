"""Schemas that are written as text in the code: the fields of the root types, and the directives that guard them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.expressions import expressions_of, objects_in, parts_of
from healthtui.derive.inputs import index_of
from healthtui.derive.jobs.queues import last_name
from healthtui.derive.libraries.graphql import AUTH_DIRECTIVE, DIRECTIVE_PACKAGES, ROOTS
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.source import Expression, Literal, Template

MAX_STEPS = 200
MAX_LENGTH = 200_000  # of a schema: longer ones are not written by hand
_COMMENT = re.compile(r'"""[^"]*"""|"[^"\n]*"|#[^\n]*')
_TYPE = re.compile(rf"\btype ({'|'.join(ROOTS)})\b([^{{}}]{{0,300}})\{{([^{{}}]*)\}}")
_FIELD = re.compile(r"\b(\w+) ?(?:\([^)]{0,2000}\))? ?: ?[\[\]!\w]+ ?((?:@\w+ ?(?:\([^)]{0,300}\))? ?)*)")
_DIRECTIVE = re.compile(r"@(\w+)")
_OPTIONS = {"schemaDirectives", "directiveResolvers", "authDirective"}


class Written(msgspec.Struct, frozen=True, gc=False):
    """A field of a root type as the schema says it."""

    kind: str
    name: str
    directives: frozenset[str]


@query
def written_in(db: Database, path: str) -> tuple[Written, ...]:
    """The fields of the root types of the schemas that a file writes."""
    index = index_of(db, path)
    expressions = expressions_of(index) if index else ()
    texts = (_plain(text) for one in expressions for text in _texts(one) if "type" in text[:MAX_LENGTH])
    found: dict[Written, None] = {}
    for text in texts:
        for root, above, block in _TYPE.findall(text):
            for name, own in _FIELD.findall(block):
                found[Written(ROOTS[root], name, frozenset(_DIRECTIVE.findall(above + own)))] = None
    return tuple(found)


def _plain(text: str) -> str:
    """A schema without comments and descriptions, on one line."""
    return " ".join(_COMMENT.sub(" ", text[:MAX_LENGTH]).split())


def _texts(expression: Expression) -> Iterator[str]:
    todo, steps = [expression], 0
    while todo and steps < MAX_STEPS:
        one, steps = todo.pop(), steps + 1
        if isinstance(one, Template):
            yield " ".join(str(part.value) if isinstance(part, Literal) else "" for part in one.parts)
        elif isinstance(one, Literal):
            yield str(one.value)
        else:
            todo += parts_of(one)


@query
def guarded_by_directive(db: Database, package: str) -> frozenset[tuple[str, str]] | None:
    """The operations (kind, name) that a directive guards, where one is at work; None where their schema is not in the code."""
    files = request_path_files(db, package)
    if not any(_applies_directive(db, path) for path in files):
        return frozenset()
    written = [one for path in files for one in written_in(db, path)]
    guarded = ((one.kind, one.name) for one in written if any(AUTH_DIRECTIVE.match(name) for name in one.directives))
    return frozenset(guarded) if written else None


@query
def _applies_directive(db: Database, path: str) -> bool:
    """Whether a file makes a directive that guards fields do so: `getDirective(…)`, `schemaDirectives`, mercurius-auth."""
    index = index_of(db, path) if packages_named(db, path) & DIRECTIVE_PACKAGES else None
    if index is None:
        return False
    if any(last_name(call) == "getDirective" for call in index.module.calls):
        return True
    keys = (key for one in objects_in(expressions_of(index)) for key, _ in one.entries)
    return any(key in _OPTIONS for key in keys)
