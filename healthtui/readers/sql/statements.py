"""What one statement does to a table: PostgreSQL, MySQL, SQLite and SQL Server write it much alike."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.facts.schema import Column, Key, SqlChange
from healthtui.readers.sql.tokens import Stream, Token, split

_BEFORE_TABLE = ("global", "local", "temp", "temporary", "unlogged", "or", "replace", "external")
_BEFORE_INDEX = ("unique", "clustered", "nonclustered", "fulltext", "spatial")
_NO_COLUMN = {"check", "exclude", "like", "period", "partition", "inherits"}
_EXPRESSION = "()"  # in place of the name of a field that is an expression


def changes_of(tokens: list[Token]) -> Iterator[SqlChange]:
    """The changes that a statement makes; none for a statement of another kind, or one that is broken."""
    stream = Stream(tokens)
    if stream.take("create"):
        stream.take_any(*_BEFORE_TABLE)
        yield from _created_table(stream) if stream.take("table") else _created_index(stream)
    elif stream.take("alter", "table"):
        yield from _altered(stream)
    elif stream.take("drop", "table"):
        stream.take("if", "exists")
        yield from (SqlChange("drop-table", name, part.peek().line) for part in split(stream.rest()) if (name := part.name()))
    elif stream.take("drop", "index"):
        stream.take("concurrently")
        stream.take("if", "exists")
        line, name = stream.peek().line, stream.name()
        yield SqlChange("drop-key", stream.name() if stream.take("on") else "", line, names=(name,))


def _created_table(stream: Stream) -> Iterator[SqlChange]:
    stream.take("if", "not", "exists")
    line, table = stream.peek().line, stream.name()
    if table:
        yield _defined("create", table, line, list(split(stream.group())))


def _defined(verb: str, table: str, line: int, parts: list[Stream]) -> SqlChange:
    columns: list[Column] = []
    keys: list[Key] = []
    for part in parts:
        if (key := _table_key(part)) is not None:
            keys += [key] if key.fields else []
        elif part.peek().name and part.peek().word not in _NO_COLUMN:
            token = part.peek()
            columns.append(Column(part.name(), token.line, token.column))
            keys += _column_keys(columns[-1].name, part.rest())
    return SqlChange(verb, table, line, tuple(columns), tuple(keys))


def _table_key(part: Stream) -> Key | None:
    """A key that a table is given; without fields for a constraint that is none; None for a column, and then nothing is taken."""
    begin = part.at
    name = ""
    if part.take("constraint"):
        is_named = part.peek().word not in ("primary", "unique", "foreign", "check") or part.peek(1).word in (
            *("primary", "unique", "foreign", "check"),
        )
        name = part.name() if is_named else ""
        if part.peek().word not in ("primary", "unique", "foreign"):
            return Key("check", ())
    kind = _kind(part)
    if kind:
        if part.peek().mark != "(":
            name = part.name() or name
        if part.take("using"):
            part.name()
        fields = _fields(part.group())
        if fields:
            return Key(kind, fields, name)
    part.at = begin
    return Key("check", ()) if kind and part.peek().word in ("constraint", "primary", "foreign") else None


def _kind(part: Stream) -> str:
    if part.take("primary", "key"):
        part.take_any("clustered", "nonclustered")
        return "primary"
    if part.take("foreign", "key"):
        return "foreign"
    if part.take("unique"):
        part.take_any("key", "index", "clustered", "nonclustered")
        part.take("nulls", "not", "distinct")
        return "unique"
    part.take_any("fulltext", "spatial")
    return "index" if part.take("key") or part.take("index") else ""


def _fields(group: list[Token]) -> tuple[str, ...]:
    """The fields of a key; () where what stands in the parentheses is the size of a type."""
    found: list[str] = []
    for part in split(group):
        name = part.name()
        if not name and part.peek().mark != "(":
            return ()
        is_prefix = part.peek().mark == "(" and not part.peek(1).name  # MySQL's `name(20)`
        found.append(name if name and (part.peek().mark != "(" or is_prefix) else _EXPRESSION)
    return tuple(found)


def _column_keys(name: str, tokens: list[Token]) -> Iterator[Key]:
    depth = 0
    for number, token in enumerate(tokens):
        depth += (token.mark == "(") - (token.mark == ")")
        if depth:
            continue
        if token.word == "primary" and number + 1 < len(tokens) and tokens[number + 1].word == "key":
            yield Key("primary", (name,))
        elif token.word == "unique":
            yield Key("unique", (name,))
        elif token.word == "references":
            yield Key("foreign", (name,))


def _created_index(stream: Stream) -> Iterator[SqlChange]:
    is_unique = stream.peek().word == "unique"
    stream.take_any(*_BEFORE_INDEX)
    if not stream.take("index"):
        return
    stream.take("concurrently")
    stream.take("if", "not", "exists")
    line, name = stream.peek().line, ""
    if stream.peek().word != "on":
        name = stream.name()
    if not stream.take("on"):
        return
    stream.take("only")
    table = stream.name()
    if stream.take("using"):
        stream.name()
    fields = _fields(stream.group())
    if table and fields:
        yield SqlChange("add", table, line, keys=(Key("unique" if is_unique else "index", fields, name),))


def _altered(stream: Stream) -> Iterator[SqlChange]:
    stream.take("if", "exists")
    stream.take("only")
    line, table = stream.peek().line, stream.name()
    for part in split(stream.rest()) if table else ():
        if part.take("add"):
            part.take("column")
            part.take("if", "not", "exists")
            parts = list(split(part.group())) if part.peek().mark == "(" else [part]
            yield _defined("add", table, line, parts)
        elif part.take("drop"):
            yield from _dropped(table, line, part)
        elif part.take("rename"):
            yield from _renamed(table, line, part)


def _dropped(table: str, line: int, part: Stream) -> Iterator[SqlChange]:
    is_key = part.take("constraint") or part.take("foreign", "key") or part.take("index") or part.take("key")
    part.take("column")
    part.take("if", "exists")
    if name := part.name():
        yield SqlChange("drop-key" if is_key else "drop-column", table, line, names=(name,))


def _renamed(table: str, line: int, part: Stream) -> Iterator[SqlChange]:
    if part.take("to") or part.take("as"):
        yield SqlChange("rename-table", table, line, names=(table, part.name()))
        return
    if part.take("constraint") or part.take("index") or part.take("key"):
        return
    part.take("column")
    old = part.name()
    if part.take("to"):
        yield SqlChange("rename-column", table, line, names=(old, part.name()))
