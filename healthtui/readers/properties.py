"""Where the keys of object literals stand, in source files that declare models or settings, whose fields are such keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.facts.schema import Properties
from healthtui.readers.base import Reader
from healthtui.readers.source import claims
from healthtui.readers.text import decode

_DECLARES = re.compile(
    rb"\bSchema\b|\bsequelize\b|\bDataTypes\b|\bEntitySchema\b|\bdefineEntity\b|\benv[\"']?[ \t]*:[ \t]*[\"']", re.IGNORECASE
)
_KEY = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)|(?<![\w$.])([\"']?)([A-Za-z_$][\w$.]*)\1[ \t]*:", re.DOTALL)
_MAX_KEYS = 5000


def _read(_: str, data: bytes) -> tuple[Properties, ...]:
    if not _DECLARES.search(data):
        return ()
    keys = tuple(_keys(decode(data, errors="replace")))
    return (Properties(keys),) if keys else ()


def _keys(text: str) -> Iterator[tuple[str, int, int]]:
    line, start, seen = 1, 0, 0
    for number, found in enumerate(_KEY.finditer(text)):
        if number > _MAX_KEYS:
            return
        if found[2]:
            line += text.count("\n", seen, found.start())
            start, seen = text.rfind("\n", 0, found.start()) + 1, found.start()
            yield found[2], line, found.start() - start + 1


PROPERTIES = Reader(
    name="properties",
    version=2,
    kinds=(Properties,),
    claims=claims,
    read=_read,
    max_size=1 << 18,
)
