"""Migrations that are code: SQL in texts, Knex's and Kysely's builders, Sequelize's query interface."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.data.sql import statement_of
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.repository.areas import is_migration, is_source
from healthtui.derive.repository.packages import source_files
from healthtui.derive.schemas.options import entries_of, is_on, text_of
from healthtui.facts.schema import Column, Key, SqlChange
from healthtui.facts.source import Array, Call, CallRef, Expression, FunctionRef, Literal, Member, Object
from healthtui.readers.sql.statements import changes_of
from healthtui.readers.sql.tokens import statements_of

_SQL = re.compile(r"\s*(?:create|alter|drop)\b", re.IGNORECASE)
_BACK = {"down", "rollback", "revert"}
_KNEX_TABLES = {"createTable": "create", "createTableIfNotExists": "create", "alterTable": "add", "table": "add"}
_KNEX_KEYS = {"index": "index", "unique": "unique", "primary": "primary", "foreign": "foreign"}
_KYSELY_TABLES = {"createTable": "create", "alterTable": "add"}
_KYSELY_KEYS = {"primaryKey": "primary", "unique": "unique", "references": "foreign"}
_KYSELY_CONSTRAINTS = {
    "addPrimaryKeyConstraint": "primary", "addUniqueConstraint": "unique", "addForeignKeyConstraint": "foreign",
}  # fmt: skip
_INTERFACE_KINDS = {"unique": "unique", "foreign key": "foreign", "primary key": "primary"}


@query
def coded_changes(db: Database, package: str) -> tuple[tuple[str, SqlChange], ...]:
    """The changes of a package's migrations, each with its file, in the order of their names."""
    paths = sorted(path for path in source_files(db, package) if is_migration(path) and is_source(path))
    return tuple((path, change) for path in paths for change in _changes_in(db, path))


@query
def _changes_in(db: Database, path: str) -> tuple[SqlChange, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    reader = _Migration(db, path, index)
    forward = [call for call in index.module.calls if call.arguments and not _is_back(index, call)]
    return tuple(change for call in forward for change in reader.changes(call))


def _is_back(index: ModuleIndex, call: Call) -> bool:
    """Whether a call stands in the function that takes a migration back."""
    function = call.function
    while function >= 0:
        if index.module.functions[function].name in _BACK:
            return True
        function = index.module.functions[function].parent
    return False


class _Migration:
    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.path, self.index = path, index
        self.evaluator = Evaluator(db)

    def changes(self, call: Call) -> Iterator[SqlChange]:
        method, table = method_of(call), text_of(call.arguments[0])
        if table and method in _KNEX_TABLES and isinstance(call.arguments[-1], FunctionRef):
            yield self._of_builder(call, table, call.arguments[-1].index)
        elif table and method in ("createTable", "addColumn") and isinstance(call.arguments[-1], Object):
            yield _of_interface(call, method, table)
        elif table and method in ("addIndex", "addConstraint"):
            yield from _key_of_interface(call, table)
        elif table and method in _KYSELY_TABLES and len(call.arguments) == 1:
            yield self._of_chain(call, table)
        elif method == "on":
            yield from self._of_kysely(call, table)
        elif _SQL.match(text := statement_of(self.evaluator, self.path, call)):
            for statement in statements_of(text):
                for one in changes_of(statement):
                    yield SqlChange(one.verb, one.table, call.line, _moved(one, call), one.keys, one.names)

    def _of_builder(self, call: Call, table: str, function: int) -> SqlChange:
        """`createTable('users', (table) => { table.string('email').unique(); table.index(['a', 'b']); })`."""
        columns: list[Column] = []
        keys: list[Key] = []
        for one in self.index.module.calls:
            if one.function != function or not isinstance(one.callee, Member):
                continue
            method = one.callee.name
            if isinstance(one.callee.of, CallRef):
                first = self._first(one)
                column = "" if method_of(first) in _KNEX_KEYS else _column_of(method_of(first), first)
                kind = "foreign" if method == "references" else _KNEX_KEYS.get(method, "")
                keys += [Key(kind, (column,))] if kind and column else []
            elif method in _KNEX_KEYS:
                keys += [Key(_KNEX_KEYS[method], fields) for fields in [_names(one.arguments[:1])] if fields]
            elif name := _column_of(method, one):
                columns.append(Column(name, one.line, one.column))
                keys += [Key("primary", (name,))] if method in ("increments", "bigIncrements") else []
        return SqlChange(_KNEX_TABLES[method_of(call)], table, call.line, tuple(columns), tuple(dict.fromkeys(keys)))

    def _first(self, call: Call) -> Call:
        """The call with which a chain begins."""
        while isinstance(call.callee, Member) and isinstance(call.callee.of, CallRef):
            call = self.index.module.calls[call.callee.of.index]
        return call

    def _of_chain(self, call: Call, table: str) -> SqlChange:
        """`createTable('users').addColumn('email', 'text', (column) => column.unique())` of Kysely."""
        columns: list[Column] = []
        keys: list[Key] = []
        for link in self._chained_on(call):
            name = text_of(link.arguments[0]) if link.arguments else ""
            if method_of(link) == "addColumn" and name:
                columns.append(Column(name, link.line, link.column))
                keys += [Key(kind, (name,)) for kind in self._said_of_column(link)]
            elif kind := _KYSELY_CONSTRAINTS.get(method_of(link), ""):
                keys += [Key(kind, fields) for fields in [_names(link.arguments[1:2])] if fields]
        return SqlChange(_KYSELY_TABLES[method_of(call)], table, call.line, tuple(columns), tuple(keys))

    def _said_of_column(self, link: Call) -> list[str]:
        """The kinds of keys that the function of a column makes."""
        built = link.arguments[-1]
        calls = self.index.calls_in.get(built.index, ()) if isinstance(built, FunctionRef) else ()
        return [kind for one in calls if (kind := _KYSELY_KEYS.get(method_of(self.index.module.calls[one]), ""))]

    def _of_kysely(self, call: Call, table: str) -> Iterator[SqlChange]:
        """`createIndex('by_email').on('users').column('email').unique()`: the calls after `on` of the same chain."""
        inner = call.callee.of if isinstance(call.callee, Member) else None
        opening = self.index.module.calls[inner.index] if isinstance(inner, CallRef) else None
        if not table or opening is None or method_of(opening) not in ("createIndex", "unique", "ifNotExists"):
            return
        fields: tuple[str, ...] = ()
        for link in self._chained_on(call):
            if method_of(link) in ("column", "columns"):
                fields += _names(link.arguments)
        if fields:
            yield SqlChange("add", table, call.line, keys=(Key("index", fields),))

    def _chained_on(self, call: Call) -> Iterator[Call]:
        """The calls that follow one in its chain."""
        calls = self.index.module.calls
        goes_on = {one.callee.of: number for number, one in enumerate(calls) if isinstance(one.callee, Member)}
        at = next(number for number, one in enumerate(calls) if one is call)
        while (following := goes_on.get(CallRef(at))) is not None:
            at = following
            yield calls[at]


def _column_of(method: str, call: Call) -> str:
    """The column that a call of a table's builder declares."""
    named = text_of(call.arguments[0]) if call.arguments else ""
    if method in ("increments", "bigIncrements"):
        return named or "id"
    return "" if method.startswith(("drop", "rename", "comment", "engine", "charset")) else named


def _names(given: tuple[Expression, ...]) -> tuple[str, ...]:
    items = [item for one in given for item in (one.items if isinstance(one, Array) else (one,))]
    return tuple(str(one.value) for one in items if isinstance(one, Literal) and isinstance(one.value, str))


def _moved(change: SqlChange, call: Call) -> tuple[Column, ...]:
    """Columns of a text, at the call that has it."""
    return tuple(Column(one.name, call.line + one.line - 1, 1) for one in change.columns)


def _of_interface(call: Call, method: str, table: str) -> SqlChange:
    """`createTable('users', { email: { type, unique: true } })`, `addColumn('users', 'email', { … })`."""
    given = call.arguments[-1]
    entries = given.entries if isinstance(given, Object) else ()
    if method == "addColumn":
        entries = ((text_of(call.arguments[1]), given),)
    keys: list[Key] = []
    for name, options in entries:
        said = dict(options.entries) if isinstance(options, Object) else {}
        found = (("primaryKey", "primary"), ("unique", "unique"), ("references", "foreign"))
        keys += [Key(kind, (name,)) for option, kind in found if is_on(said.get(option))]
    columns = tuple(Column(name, call.line, call.column) for name, _ in entries if name not in ("", "...", "[]"))
    return SqlChange("create" if method == "createTable" else "add", table, call.line, columns, tuple(keys))


def _key_of_interface(call: Call, table: str) -> Iterator[SqlChange]:
    """`addIndex('users', ['email'], { unique: true })`, `addConstraint('users', { fields: ['email'], type: 'unique' })`."""
    options = entries_of(call)
    listed = options.get("fields")
    fields = _names(call.arguments[1:2]) or (_names((listed,)) if listed is not None else ())
    is_unique = is_on(options.get("unique")) or text_of(options.get("type")).lower() == "unique"
    kind = "unique" if is_unique else "index"
    if method_of(call) == "addConstraint":
        kind = _INTERFACE_KINDS.get(text_of(options.get("type")).lower(), "")
    if kind and fields:
        yield SqlChange("add", table, call.line, keys=(Key(kind, fields),))
