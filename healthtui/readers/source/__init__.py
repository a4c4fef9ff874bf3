"""The readers of TypeScript and JavaScript: whole (`SOURCE`), or only what they import (`OUTLINE`)."""

from __future__ import annotations

from healthtui.facts.source import Module, Outline
from healthtui.readers.base import Reader
from healthtui.readers.source.module import read
from healthtui.readers.source.outline import read_outline

_SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_NOT_WRITTEN = (".d.ts", ".d.mts", ".d.cts", ".min.js")


def claims(path: str) -> bool:
    written = path.endswith(_SUFFIXES) and not path.endswith(_NOT_WRITTEN)
    return written and "node_modules" not in path.split("/")[:-1]


OUTLINE = Reader("outline", 1, (Outline,), claims, read_outline, max_size=512 << 10)
SOURCE = Reader("source", 8, (Outline, Module), claims, read, max_size=512 << 10)
