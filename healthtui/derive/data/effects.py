"""What a statement does, where its chain or its SQL says it: writes, or reads one record or many."""

from __future__ import annotations

import re

from healthtui.derive.libraries.data import CHAIN_STREAMS, CHAIN_WRITES, SINGLE_RESULTS, Effect

_SQL_WRITES = {"insert", "update", "delete", "replace", "merge", "truncate", "drop", "create", "alter", "call"}
_SQL_AGGREGATE = re.compile(r"\b(?:count|sum|max|min|avg|exists)\s*\((?![^()]*\)\s*over\b)", re.I)
_SQL_OF_EACH = re.compile(r"\bgroup\s+by\s+[\w.\"`]*\bid\b", re.I)  # an aggregate beside each record, no report
_SQL_SINGLE = re.compile(r"\blimit\s+1\b(?!\s*,)|\bwhere\s+[\w.\"`]*\b(?:id|uuid|email|slug|username|token)\b[\"`]?\s*=", re.I)
_SQL_PARENTHESES = re.compile(r"([()])")
_SQL_SELECTS = re.compile(r"\s*(?:select|with)\b", re.I)
_SQL_FROM = re.compile(
    r"\bfrom\b(?!\s+\"?(?:pg_\w|information_schema\b|sqlite_(?:master|schema)\b))", re.I
)  # no catalog of the system
_SQL_LIMIT = re.compile(r"\blimit\b|\bfetch\s+(?:first|next)\b|\bselect\s+top\b", re.I)
_SQL_DERIVED = re.compile(r"\b(?:from|as(?:\s+(?:not\s+)?materialized)?)\s*\(\s*(?:select|with)\b", re.I)
_PLURAL = re.compile(r"(?!then$|catch$|finally$)\w+s")


def effect_of_sql(sql: str) -> Effect:
    """A statement that is not written down counts as a read of one."""
    verb = sql.lstrip(" (\r\n\t").split(maxsplit=1)
    if not verb:
        return Effect.ONE
    if verb[0].lower() in _SQL_WRITES:
        return Effect.WRITE
    is_read = verb[0].lower() in ("select", "with") and _SQL_FROM.search(sql)
    return Effect.MANY if is_read and not _is_of_one(_outermost(sql.lstrip(" (\r\n\t"))) else Effect.ONE


def _is_of_one(sql: str) -> bool:
    """One record by its key or limit, or an aggregate of all."""
    selected = _SQL_FROM.split(sql)[0]
    is_total = _SQL_AGGREGATE.search(selected) and not _SQL_OF_EACH.search(sql)
    return bool(is_total or _SQL_SINGLE.search(sql)) or selected == sql


def _outermost(sql: str) -> str:
    """A statement without the selects in its parentheses."""
    pieces = _SQL_PARENTHESES.split(sql)
    kept: list[str] = []
    depth = hidden = 0  # hidden: the depth at which a select began
    for at, piece in enumerate(pieces):
        if piece == ")":
            hidden = 0 if hidden == depth else hidden
            depth = max(depth - 1, 0)
        if not hidden:
            kept.append(piece)
        if piece == "(":
            depth += 1
            hidden = depth if not hidden and _SQL_SELECTS.match(pieces[at + 1]) else hidden
    return "".join(kept)


def is_sql_limited(sql: str) -> bool:
    """By a limit of its own, or of a select that it reads from."""
    is_derived = _SQL_DERIVED.search(sql)
    return bool(_SQL_LIMIT.search(sql if is_derived else _outermost(sql)))


def effect_of_chain(methods: set[str]) -> Effect:
    if methods & CHAIN_WRITES:
        return Effect.WRITE
    return Effect.ONE if methods & SINGLE_RESULTS else Effect.MANY


def is_streamed(methods: set[str]) -> bool:
    return bool(methods & CHAIN_STREAMS)


def is_relation(method: str) -> bool:
    """Of `prisma.user.findUnique({…}).posts()`: a list of what belongs to one record."""
    return bool(_PLURAL.fullmatch(method))
