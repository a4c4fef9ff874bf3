"""SQL files of any dialect: what their statements make of tables, columns and keys."""

from __future__ import annotations

import re

from healthtui.facts.schema import SqlSchema
from healthtui.readers.base import Reader
from healthtui.readers.sql.statements import changes_of
from healthtui.readers.sql.tokens import statements_of
from healthtui.readers.text import decode

_DEFINES = re.compile(r"\b(?:create|alter|drop)\b", re.IGNORECASE)
# dbmate, node-pg-migrate, goose and sql-migrate keep both directions in one file
_DOWN = re.compile(r"^--[ \t]*(?:migrate:down|\+(?:goose|migrate) Down|Down Migration).*", re.IGNORECASE | re.MULTILINE)


def _read(_: str, data: bytes) -> tuple[SqlSchema, ...]:
    text = decode(data, errors="replace")
    if down := _DOWN.search(text):
        text = text[: down.start()]
    if not _DEFINES.search(text):
        return ()
    changes = tuple(change for statement in statements_of(text) for change in changes_of(statement))
    return (SqlSchema(changes),) if changes else ()


SQL = Reader(
    name="sql",
    version=2,
    kinds=(SqlSchema,),
    claims=lambda path: path.endswith((".sql", ".ddl")),
    read=_read,
    max_size=1 << 20,
)
