"""Writes a waiver into `healthtui.toml` and takes one out again; all else in the file stays byte for byte as it was."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from healthtui.config.model import FILE, Waiver

_HEADER = re.compile(rb"""\s*\[\[\s*(waivers|"waivers"|'waivers')\s*\]\]\s*(#.*)?""")


class WaiverError(Exception):
    """The file cannot be changed as it stands; `str()` is fit to be shown."""


def added(data: bytes, waiver: Waiver) -> bytes:
    """The file with a waiver at its end. Raises `WaiverError`."""
    before = _parsed(data)
    end = b"\r\n" if b"\r\n" in data else b"\n"
    gap = end if data.endswith(b"\n") else end + end
    text = (gap if data else b"") + b"".join(line.encode("utf-8", "replace") + end for line in _lines(waiver))
    written = [*_tables(before), _table(waiver)]
    if _parses_to(data + text, before | {"waivers": written}):
        return data + text
    raise WaiverError(f"{FILE} holds its waivers in a form that is not added to: write this one by hand")


def lifted(data: bytes, waiver: Waiver) -> bytes:
    """The file without the first table of that waiver, and without one empty line before it. Raises `WaiverError`."""
    before = _parsed(data)
    tables = _tables(before)
    index = next((number for number, table in enumerate(tables) if _is(table, waiver)), None)
    if index is None:
        raise WaiverError(f"{FILE} holds this waiver no longer")
    left = tables[:index] + tables[index + 1 :]
    expected = {key: value for key, value in before.items() if key != "waivers"} | ({"waivers": left} if left else {})
    lines = data.splitlines(keepends=True)
    for start, end in _spans(lines, tables[index]):
        if _parses_to(b"".join(lines[:start] + lines[end:]), expected):
            first = start - 1 if start and not lines[start - 1].strip() else start
            return b"".join(lines[:first] + lines[end:])
    raise WaiverError(f"{FILE} holds this waiver in a form that is not taken out: remove it by hand")


def rewrite(file: Path, change: Callable[[bytes], bytes]) -> None:
    """Puts the changed text in the file's place, at once or not at all. Raises `WaiverError` and `OSError`."""
    if file.is_symlink():
        raise WaiverError(f"{FILE} is a link: change the file that it leads to")
    data = file.read_bytes() if file.exists() else b""
    changed = change(data)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{FILE}.", delete=False) as written:
        written.write(changed)
    try:
        if file.exists():
            shutil.copymode(file, written.name)
        else:
            Path(written.name).chmod(0o644)
        Path(written.name).replace(file)
    except OSError:
        Path(written.name).unlink(missing_ok=True)
        raise


def _table(waiver: Waiver) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(waiver).items() if value}


def _lines(waiver: Waiver) -> Iterator[str]:
    yield "[[waivers]]"
    for name, value in _table(waiver).items():
        yield f"{name} = {_text(value) if isinstance(value, str) else value.isoformat()}"


def _text(value: str) -> str:
    """A basic string of TOML: JSON's, in which DEL is escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _parsed(data: bytes) -> dict[str, Any]:
    """Numbers with a point as they are written: one that is none equals itself."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"), parse_float=str)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WaiverError(f"{FILE} is not read: {error}") from error


def _parses_to(data: bytes, expected: dict[str, Any]) -> bool:
    try:
        return _parsed(data) == expected
    except WaiverError:
        return False


def _tables(settings: dict[str, Any]) -> list[Any]:
    tables = settings.get("waivers", [])
    return tables if isinstance(tables, list) else []


def _is(table: object, waiver: Waiver) -> bool:
    try:
        return msgspec.convert(table, Waiver) == waiver
    except msgspec.ValidationError:
        return False


def _spans(lines: list[bytes], table: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """The lines that alone say this table, as few as can be: a text of more than one line may look like its header."""
    for start, line in enumerate(lines):
        if not _HEADER.fullmatch(line.strip()):
            continue
        for end in range(start + 1, len(lines) + 1):
            try:
                said = _parsed(b"".join(lines[start:end]))
            except WaiverError:
                continue
            if said == {"waivers": [table]}:
                yield start, end
            elif len(said) > 1 or len(_tables(said)) > 1:
                break  # the next one has begun
