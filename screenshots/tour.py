"""The steps of the sample's TOUR.md, as mends of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

_STEP = re.compile(r"^## \d+\. (.+?)\n(.*?)(?=^## )", re.DOTALL | re.MULTILINE)
_DIFF = re.compile(r"^```diff (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class MendError(Exception):
    """A mend does not fit the file that it is for."""


class Step(NamedTuple):
    """`checks` are the ids of what it mends; `mends` are pairs of a file and a diff."""

    title: str
    checks: frozenset[str]
    mends: tuple[tuple[str, str], ...]

    def take(self, root: Path) -> frozenset[str]:
        """Mends the sample in a folder; gives the files that changed. Raises `MendError`."""
        for file, diff in self.mends:
            _mend(root / file, diff)
        return frozenset(file for file, _ in self.mends)


def steps() -> Iterator[Step]:
    text = (files("healthtui") / "demo" / "TOUR.md").read_text(encoding="utf-8")
    for title, body in _STEP.findall(text):
        checks = re.findall(r"`([\w.-]+)`", body.partition("\n")[0])
        yield Step(title, frozenset(checks), tuple(_DIFF.findall(body)))


def _mend(file: Path, diff: str) -> None:
    """Replaces what `-` marks by what `+` does, part by part (`@@` stands between them); a file of `+` alone is new."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    for part in diff.split("@@\n"):
        old, new = ("".join(f"{line[1:]}\n" for line in part.splitlines() if line.startswith(sign)) for sign in "-+")
        if text.count(old) != 1 and (old or text):
            raise MendError(f"{file.name}: {text.count(old)} times {old!r}")
        text = text.replace(old, new) if old else new
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
