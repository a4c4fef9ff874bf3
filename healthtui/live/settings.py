"""The settings that a repository is judged by, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from posixpath import normpath

import msgspec
import pathspec

from healthtui.config import FILE, Choice, Config, Problem, load_config, user_path
from healthtui.engine.check import Check
from healthtui.guidance.persona import Persona, PersonaError, load_persona
from healthtui.scorecard.ruler import misnamed, notes
from healthtui.tree.base import Tree, TreeError


class Settings(msgspec.Struct, frozen=True):
    """`notes` say what is measured otherwise than by the catalogue, and which settings are not followed: the `problems`.
    `is_sound`: all that is written of the score is followed."""

    config: Config
    persona: Persona
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_sound: bool = True
    glyphs: Choice = "auto"  # the user's own choice comes before the repository's

    @property
    def files(self) -> frozenset[str]:
        """The files that they are read from."""
        return frozenset((FILE, normpath(self.config.persona)))


_OF_THE_SCORE = ("", "exclude", "weights", "thresholds", "waivers")  # where a file is not read at all there is no key


def read_settings(tree: Tree, checks: tuple[Check, ...], persona: Path | None = None, before: Settings | None = None) -> Settings:
    """The settings of a tree; what is wrong stays as it was `before`, else it is left out.

    `persona` is one that is asked for and comes first. Raises `PersonaError` for that one.
    """
    data, unread = _file(tree)
    config, misread = load_config(data, before=before.config if before else None)
    if unread and before:
        config = before.config
    guidance, more = _guidance(tree, "" if persona else config.persona, persona, before)
    problems = (*unread, *misread, *misnamed(config, checks), *more)
    is_sound = all(one.key.partition(".")[0] not in _OF_THE_SCORE for one in (*unread, *misread))
    glyphs = load_config(data, user_path())[0].glyphs
    return Settings(config, guidance, (*map(str, problems), *notes(config, checks)), problems, is_sound, glyphs)


def _file(tree: Tree) -> tuple[bytes | None, tuple[Problem, ...]]:
    try:
        return (tree.read(FILE) if tree.entry(FILE) else None), ()
    except FileNotFoundError:
        return None, ()
    except (OSError, TreeError) as error:
        return None, (Problem(FILE, "", f"cannot be read: {str(error).rpartition(': ')[2]}"),)


def _guidance(tree: Tree, own: str, asked: Path | None, before: Settings | None) -> tuple[Persona, tuple[Problem, ...]]:
    """The persona that is asked for, else the repository's `own`; the one before where that cannot be read."""
    if not own:
        return load_persona(asked), ()
    root = Path(tree.repository().root)
    file = (root / own).resolve()
    try:
        if not file.is_relative_to(root.resolve()):
            raise PersonaError("is outside the repository")
        return load_persona(file), ()
    except PersonaError as error:
        reason = str(error).replace(str(file), own, 1)
        return before.persona if before else load_persona(None), (Problem(FILE, "persona", reason),)


def standing(problems: tuple[Problem, ...]) -> str:
    """The problems in a line, for as long as they stand; "" for none."""
    more = f"; and {len(problems) - 1} more: healthtui doctor" if len(problems) > 1 else ""
    return f"{problems[0]}{more}" if problems else ""


def excluder(config: Config) -> Callable[[str], bool]:
    """Whether a path is excluded by the settings."""
    if not config.exclude:
        return lambda _path: False
    return pathspec.GitIgnoreSpec.from_lines(config.exclude).match_file
