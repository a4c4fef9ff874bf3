"""A persona: a document of guidelines, each of which can be pointed to.

A team brings its own file of the same form; which check a line speaks of is decided by its words and its heading.
"""

from __future__ import annotations

import re
import stat
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import msgspec

from healthtui.guidance.link import GuidanceLink
from healthtui.guidance.outline import Line, outline
from healthtui.guidance.page import page_ids
from healthtui.guidance.subjects import is_aside, said_by, subjects

_LARGEST = 32 * 1024  # bytes: five times a long persona
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<body>.*?)^---[ \t]*(\n|\Z)", re.DOTALL | re.MULTILINE)
_OWN_NAME = re.compile(r"^[ \t]*(short_name|name):[ \t]*[\"']?([^\"'\n#]*[^\"'\n# \t])", re.MULTILINE)


class PersonaError(Exception):
    """The file cannot be a persona; the message names the file and the reason."""


class Guideline(msgspec.Struct, frozen=True):
    """One line of a persona. `topics` are the ids of the checks that it speaks of with how clearly it does
    (see `Subject.strength`), the clearest first; empty where it speaks of none."""

    section: str
    line: int
    text: str
    topics: tuple[tuple[str, int], ...]


class Persona:
    """`name` is the one that the document gives itself, or its file's."""

    def __init__(self, name: str, guidelines: tuple[Guideline, ...]) -> None:
        self.name = name
        self.guidelines = guidelines

    def link(self, check_id: str) -> GuidanceLink | None:
        """The line that speaks of the check most clearly, and of least else; None where no line does."""
        if (guideline := self._clearest.get(check_id)) is None:
            return None
        guide = subjects()[check_id].guide
        return GuidanceLink(self.name, guideline.section, guideline.line, guideline.text, guide)

    def unanswered(self) -> tuple[Guideline, ...]:
        """The guidelines of which no check of the pack speaks."""
        answered = set(page_ids())
        return tuple(g for g in self.guidelines if not any(check_id in answered for check_id, _ in g.topics))

    @cached_property
    def _clearest(self) -> dict[str, Guideline]:
        best: dict[str, tuple[tuple[int, int], Guideline]] = {}
        for guideline in self.guidelines:
            for check_id, strength in guideline.topics:
                rank = (strength, -len(guideline.topics))
                if check_id not in best or rank > best[check_id][0]:
                    best[check_id] = (rank, guideline)
        return {check_id: guideline for check_id, (_, guideline) in best.items()}


def load_persona(path: Path | None) -> Persona:
    """The persona of a file, or the built-in one. Raises `PersonaError`."""
    if path is None:
        return parse_persona("persona.md", (files(__package__) / "persona.md").read_bytes())
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise PersonaError(f"{path}: not a file")
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise PersonaError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    return parse_persona(str(path), data)


def parse_persona(path: str, data: bytes) -> Persona:
    """Raises `PersonaError`; `path` is how the message names the file."""
    if len(data) > _LARGEST:
        raise PersonaError(f"{path}: larger than {_LARGEST // 1024} KB")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise PersonaError(f"{path}: not UTF-8 text (byte {error.start})") from None
    if "\0" in text:
        raise PersonaError(f"{path}: not text")
    if not text.strip():
        raise PersonaError(f"{path}: empty")
    own_name, body = _without_front_matter(path, text)
    guidelines = tuple(g for line in outline(body) if (g := _guideline(line)))
    if not guidelines:
        raise PersonaError(f"{path}: no guideline found: a guideline is a list item, or a line as **Name**: text")
    return Persona(own_name or Path(path).stem, guidelines)


def _guideline(line: Line) -> Guideline | None:
    if is_aside(line.path):
        return None
    strengths = {check_id: subject.strength(line.text, line.path) for check_id, subject in subjects().items()}
    if line.is_prose and max(strengths.values()) < 2:
        return None
    topics = sorted(((c, s) for c, s in strengths.items() if s), key=lambda topic: -topic[1])
    # A line that says no subject is about the subject of its heading: "100 a minute" under "Rate limiting".
    about = topics or [(check_id, 1) for check_id in said_by(line.section)]
    return Guideline(line.section, line.line, line.text, tuple(about))


def _without_front_matter(path: str, text: str) -> tuple[str, str]:
    """The name in the front matter, or "", and the text with as many blank lines in its place."""
    if not text.startswith("---\n"):
        return "", text
    found = _FRONT_MATTER.match(text)
    if found is None:
        raise PersonaError(f"{path}:1: the front matter is not closed")
    # Only the name is of interest, so that the rest may be any YAML, however deep.
    names = dict(reversed(_OWN_NAME.findall(found["body"])))
    own_name = names.get("short_name") or names.get("name") or ""
    return own_name, "\n" * found[0].count("\n") + text[found.end() :]
