"""The settings that a repository is judged by, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pathspec

from healthtui.config import FILE, Config, Problem, load_config
from healthtui.engine.check import Check
from healthtui.guidance.persona import Persona, PersonaError, load_persona
from healthtui.scorecard.ruler import misnamed, notes
from healthtui.tree.base import Tree, TreeError


class Settings(msgspec.Struct, frozen=True):
    """`notes` say what is measured otherwise than by the catalogue, and which settings are not followed."""

    config: Config
    persona: Persona
    notes: tuple[str, ...] = ()


def read_settings(tree: Tree, checks: tuple[Check, ...], persona: Path | None = None) -> Settings:
    """The settings of a tree; `persona` is one that is asked for and comes first. Raises `PersonaError` for that one."""
    config, problems = load_config(_file(tree))
    problems += tuple(misnamed(config, checks))
    guidance, more = (load_persona(persona), ()) if persona or not config.persona else _own_persona(tree, config.persona)
    said = tuple(map(str, (*problems, *more)))
    return Settings(config, guidance, (*said, *notes(config, checks)))


def _file(tree: Tree) -> bytes | None:
    try:
        return tree.read(FILE) if tree.entry(FILE) else None
    except (OSError, TreeError):
        return None


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
