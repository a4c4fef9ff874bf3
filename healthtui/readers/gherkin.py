"""Gherkin: the scenarios of a `.feature` file, and whether their steps speak of an error."""

from __future__ import annotations

import re

from healthtui.facts.source import Scenario
from healthtui.readers.base import Reader
from healthtui.readers.text import decode

_SCENARIO = re.compile(r"\s*(?:Scenario(?: Outline| Template)?|Example):\s*(.*)")
_OUTCOME = re.compile(r"\s*(?:Then|And|But|\*)\s+(.*)")
_ERROR = re.compile(
    r"\b[45]\d\d\b"
    r"|\b(?:errors?|fail(?:s|ed|ure)?|invalid|rejected|refused|denied|unauthori[sz]ed|forbidden|not found|bad request)\b",
    re.I,
)
_ROW = re.compile(r"\s*\|.*\b[45]\d\d\b.*\|")


def _read(_name: str, data: bytes) -> tuple[Scenario, ...]:
    found: list[Scenario] = []
    in_outcome = False
    for number, line in enumerate(decode(data, errors="replace").splitlines(), 1):
        if match := _SCENARIO.match(line):
            found.append(Scenario(match[1].strip()[:200], False, number))
            in_outcome = False
            continue
        in_outcome = line.lstrip().startswith("Then") or (in_outcome and bool(_OUTCOME.match(line)))
        if found and ((in_outcome and _ERROR.search(line)) or _ROW.match(line)):
            found[-1] = Scenario(found[-1].name, True, found[-1].line)
    return tuple(found)


GHERKIN = Reader(
    name="gherkin",
    version=1,
    kinds=(Scenario,),
    claims=lambda path: path.endswith(".feature"),
    read=_read,
    max_size=1 << 20,
)
