"""What a statement does, where its chain or its SQL says it: writes, or reads one record or many."""

from __future__ import annotations

import re

from healthtui.derive.libraries.data import CHAIN_STREAMS, CHAIN_WRITES, SINGLE_RESULTS, Effect

_SQL_WRITES = {"insert", "update", "delete", "replace", "merge", "truncate", "drop", "create", "alter", "call"}
_SQL_SINGLE = re.compile(
    r"\b(?:count|sum|max|min|avg|exists)\s*\(|\blimit\s+1\b(?!\s*,)"
    r"|\bwhere\s+[\w.\"`]*\b(?:id|uuid|email|slug|username|token)\b[\"`]?\s*=",
    re.I,
)
_SQL_FROM = re.compile(
    r"\bfrom\b(?!\s+\"?(?:pg_\w|information_schema\b|sqlite_(?:master|schema)\b))", re.I
)  # no catalog of the system
_SQL_LIMIT = re.compile(r"\blimit\b|\bfetch\s+(?:first|next)\b|\bselect\s+top\b", re.I)
_PLURAL = re.compile(r"(?!then$|catch$|finally$)\w+s")


def effect_of_sql(sql: str) -> Effect:
    """A statement that is not written down counts as a read of one."""
    verb = sql.lstrip(" (\r\n\t").split(maxsplit=1)
    if not verb:
        return Effect.ONE
    if verb[0].lower() in _SQL_WRITES:
        return Effect.WRITE
    is_list = verb[0].lower() in ("select", "with") and _SQL_FROM.search(sql) and not _SQL_SINGLE.search(sql)
    return Effect.MANY if is_list else Effect.ONE


def is_sql_limited(sql: str) -> bool:
    return bool(_SQL_LIMIT.search(sql))


def effect_of_chain(methods: set[str]) -> Effect:
    if methods & CHAIN_WRITES:
        return Effect.WRITE
    return Effect.ONE if methods & SINGLE_RESULTS else Effect.MANY


def is_streamed(methods: set[str]) -> bool:
    return bool(methods & CHAIN_STREAMS)


def is_relation(method: str) -> bool:
    """Of `prisma.user.findUnique({…}).posts()`: a list of what belongs to one record."""
    return bool(_PLURAL.fullmatch(method))
