"""The settings and their form. The JSON schema, the reader and the commented example are made from what stands here."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FILE = "healthtui.toml"  # in the repository's root
PLACEHOLDERS = ("{file}", "{line}", "{column}")  # of an editor's command

Weight = Annotated[float, Meta(ge=0, le=100, description="points of risk; 0 takes the check out of the score")]
Percent = Annotated[float, Meta(ge=0, le=100)]


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"pass_at": "pass", "warn_at": "warn"}):
    """From how many percent of its sites on a check that counts passes and warns."""

    pass_at: Percent
    warn_at: Percent

    def __post_init__(self) -> None:
        """Raises `ValueError`, which the reader of the settings takes as it takes a wrong type."""
        if self.warn_at > self.pass_at:
            raise ValueError("warn is above pass")


Choice = Literal["auto", "unicode", "ascii"]
Filled = Annotated[str, Meta(pattern=r"\S")]


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a team accepts for a while: a whole check, what it finds in one file, or one place of it."""

    check: Annotated[Filled, Meta(description="the id of the check")]
    reason: Annotated[Filled, Meta(description="why it is accepted")]
    until: Annotated[date, Meta(description="the last day on which it holds")]
    path: Annotated[str, Meta(description="what the check finds in this file alone")] = ""
    place: Annotated[str, Meta(description="the fingerprint of one place, as the JSON report gives it")] = ""
    package: Annotated[str, Meta(description="in this package alone, by its folder")] = ""

    @property
    def is_of_check(self) -> bool:
        """Whether it waives the whole check."""
        return not self.path and not self.place

    def is_expired(self, today: date) -> bool:
        return self.until < today


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings, at their defaults. `weights` and `thresholds` are by check id."""

    persona: Annotated[str, Meta(description="a persona of your own, by its path from this file")] = ""
    exclude: Annotated[tuple[str, ...], Meta(description="paths that are not read, as .gitignore writes them")] = ()
    weights: dict[str, Weight] = {}
    thresholds: dict[str, Threshold] = {}
    waivers: Annotated[tuple[Waiver, ...], Meta(description="what is accepted for a while, each a table of its own")] = ()
    theme: Annotated[str, Meta(description="auto, or the name of a theme")] = "auto"
    glyphs: Annotated[Choice, Meta(description="the signs of the screen and the report")] = "auto"
    mouse: Annotated[bool, Meta(description="false leaves the mouse to the terminal")] = True
    keys: Annotated[dict[str, str], Meta(description="the keys of an action, by its id; commas between")] = {}
    editor: Annotated[str, Meta(description="a command with {file}, {line} and {column}; the user's own file alone")] = ""


class Problem(msgspec.Struct, frozen=True):
    """A setting that is not followed, fit to be shown: `str()` names the file, the key and the reason."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        named = ": ".join(part for part in (self.file, self.key) if part)
        return f"{named}: {self.reason}" if self.key else f"{named} {self.reason}"
