"""Settings in JSON files, which code takes with `require('./config.json')`, node-config, or tsoa when it makes routes."""

from __future__ import annotations

import re

from healthtui.facts.source import Object, Settings
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.source.module import read as read_source
from healthtui.readers.text import decode

_FILE = re.compile(
    r"(?:.*/)?(?:(?:config|configs|configuration|settings)/[\w.-]+"
    r"|(?:[\w-]+\.)?(?:config|configuration|settings|secrets?|keys|credentials|env)|tsoa)\.json"
)


def _claims(path: str) -> bool:
    return bool(_FILE.fullmatch(path)) and "node_modules" not in path.split("/")


def _read(name: str, data: bytes) -> tuple[Settings, ...]:
    """JSON is read as the object of JavaScript that it is, comments and trailing commas included."""
    _, module, *broken = read_source(f"{name}.js", f"module.exports = {decode(data)}".encode())
    if broken:
        raise ReadError("not JSON", broken[0].line)
    return tuple(Settings(one.value) for one in module.exports[:1] if isinstance(one.value, Object))


SETTINGS = Reader(name="settings", version=2, kinds=(Settings,), claims=_claims, read=_read, max_size=1 << 16)
