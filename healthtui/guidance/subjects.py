"""What a line of a persona speaks of, by the words in `subjects.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec

_LONGEST = 400  # characters of a line that are looked at: a guideline says its subject early


class Subject(msgspec.Struct, frozen=True):
    """What a check is about. `strength` of a line: 3 said under a fitting heading, 2 said, 1 hinted, 0 not spoken of."""

    guide: str
    says: re.Pattern[str]
    hints: re.Pattern[str] | None
    heading: re.Pattern[str]

    def strength(self, text: str, heading: str) -> int:
        line = text[:_LONGEST].lower()
        is_said = self.says.search(line) is not None
        if not is_said and not (self.hints and self.hints.search(line)):
            return 0
        fits = self.heading.search(heading[:_LONGEST].lower()) is not None
        return 2 + fits if is_said else int(fits)


@cache
def subjects() -> dict[str, Subject]:
    """The subject of each check of the catalogue, by its id."""
    data = _data()
    return {
        check_id: Subject(
            row["guide"],
            _any_of(row["says"]),
            _any_of(row["hints"]) if "hints" in row else None,
            re.compile(data["headings"][check_id.partition(".")[0]]),
        )
        for check_id, row in data["checks"].items()
    }


@lru_cache(256)
def said_by(heading: str) -> tuple[str, ...]:
    """The checks of which a heading speaks by itself: "Rate limiting"."""
    line = heading[:_LONGEST].lower()
    return tuple(check_id for check_id, subject in subjects().items() if subject.says.search(line))


@cache
def guides() -> dict[str, str]:
    """The title of each guide, by its name."""
    return {name: about["title"] for name, about in _data()["guides"].items()}


def introduction(guide: str) -> str:
    """What a guide is about, in a few lines."""
    return str(_data()["guides"][guide]["introduction"]).strip()


def is_aside(heading: str) -> bool:
    """True where a persona speaks of its own manners below that heading, not of the code."""
    return bool(re.search(_data()["asides"]["headings"], heading[:_LONGEST].lower()))


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "subjects.toml").read_text(encoding="utf-8"))
