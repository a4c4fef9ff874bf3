"""Env files in the syntax of dotenv. Values are kept only of examples, which are public."""

from __future__ import annotations

import re
from posixpath import basename

from healthtui.facts.project import EnvFile, EnvVariable
from healthtui.readers.base import Reader
from healthtui.readers.text import decode

_EXAMPLE_WORDS = {"example", "examples", "sample", "template", "tpl", "dist"}
_NO_ENV_ENDINGS = {
    *(
        "js",
        "ts",
        "mjs",
        "cjs",
        "mts",
        "cts",
        "jsx",
        "tsx",
        "json",
        "md",
        "py",
        "go",
        "sh",
        "yml",
        "yaml",
        "vault",
        "keys",
    )
}
_VARIABLE = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:=|:[ \t])[ \t]*(.*)")
_MAX_VALUE_LINES = 100  # a quoted value may run over lines: a key in PEM form


def _words(path: str) -> list[str]:
    return re.split(r"[._-]", basename(path).lower())


def _is_example(name: str) -> bool:
    return not _EXAMPLE_WORDS.isdisjoint(_words(name))


def _claims(path: str) -> bool:
    words = _words(path)
    if "env" not in words or words[-1] in _NO_ENV_ENDINGS:
        return False
    return words[:2] == ["", "env"] or _is_example(path)


def _read(name: str, data: bytes) -> tuple[EnvFile, ...]:
    is_example = _is_example(name)
    lines = decode(data, errors="replace").splitlines()
    variables, index = [], 0
    while index < len(lines):
        match = _VARIABLE.match(lines[index])
        value, used = _value(match[2], lines, index) if match else ("", 1)
        if match:
            variables.append(EnvVariable(match[1], value if is_example else "", index + 1))
        index += used
    return (EnvFile(is_example, tuple(variables)),)


def _value(written: str, lines: list[str], index: int) -> tuple[str, int]:
    """The value without quotes and comment, and the number of lines that it takes."""
    quote = written[:1]
    if quote not in ("'", '"', "`") or not quote:
        return re.split(r"(?:^|[ \t])#", written, maxsplit=1)[0].strip(), 1
    parts = [written[1:], *lines[index + 1 : index + _MAX_VALUE_LINES]]
    for used, part in enumerate(parts):
        end = part.find(quote)
        if end >= 0:
            return "\n".join((*parts[:used], part[:end])), used + 1
    return written.strip(), 1


ENV = Reader(name="env", version=1, kinds=(EnvFile,), claims=_claims, read=_read, max_size=1 << 18)
