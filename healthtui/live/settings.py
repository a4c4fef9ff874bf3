"""The settings that a repository is judged by, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


_OF_THE_SCORE = ("", "exclude", "weights", "thresholds", "waivers")  # where a file is not read at all there is no key


def read_settings(tree: Tree, checks: tuple[Check, ...], persona: Path | None = None) -> Settings:
    """The settings of a tree; `persona` is one that is asked for and comes first. Raises `PersonaError` for that one."""
    data, unread = _file(tree)
    config, misread = load_config(data)
    guidance, more = (load_persona(persona), ()) if persona or not config.persona else _own_persona(tree, config.persona)
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


def _own_persona(tree: Tree, path: str) -> tuple[Persona, tuple[Problem, ...]]:
    """The persona that the repository names; the built-in one where that cannot be read."""
    root = Path(tree.repository().root)
    file = (root / path).resolve()
    try:
        if not file.is_relative_to(root.resolve()):
            raise PersonaError("is outside the repository")
        return load_persona(file), ()
    except PersonaError as error:
        return load_persona(None), (Problem(FILE, "persona", str(error)),)


def excluder(config: Config) -> Callable[[str], bool]:
    """Whether a path is excluded by the settings."""
    if not config.exclude:
        return lambda _path: False
    return pathspec.GitIgnoreSpec.from_lines(config.exclude).match_file
