"""Colour themes as files: ours, below the user's own, below those of the repository. They hold colours and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from healthtui.config import Problem, why_broken
from healthtui.config.load import meant

DARK, LIGHT = "pulse", "paper"
ANSI_DARK, ANSI_LIGHT = "ansi-dark", "ansi-light"  # for terminals with a palette of 16 colours
_ORDER = (DARK, LIGHT, "signal", "daylight", ANSI_DARK, ANSI_LIGHT)
_BASE = ("primary", "secondary", "accent", "success", "warning", "error", "foreground", "background", "surface", "panel")
_SWITCHES = ("dark", "ansi")
VARIABLES = ("muted", "line", "cursor", "fresh", "pass", "warn", "fail", "unknown", *(f"grade-{letter}" for letter in "abcde"))
_KNOWN = ("name", "variables", *_SWITCHES, *_BASE)
_LARGEST = 64 * 1024  # bytes of a theme file

Themes = dict[str, Theme]  # by the file each stands in; of two with one name the later one holds


class ThemeError(Exception):
    """A theme cannot be shown; the message is fit to be shown."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.problem = Problem(file, key, reason)
        super().__init__(str(self.problem))


def load_themes() -> Themes:
    """Every theme of the pack. Raises `ThemeError`."""
    return {file.name: parse_theme(file.name, file.read_text("utf-8")) for file in _toml_files(files("healthtui.themes"))}


def read_themes(folders: Iterable[Path], before: Mapping[str, Theme]) -> tuple[Themes, list[Problem]]:
    """Ours and those of the folders. A file that is in error keeps the theme that it held `before`."""
    themes, problems = load_themes(), []
    for folder in folders:
        try:
            found = _toml_files(folder) if folder.is_dir() else []
        except OSError as error:
            problems.append(Problem(str(folder), "", f"cannot be read: {error.strerror}"))
            continue
        for file in found:
            try:
                themes[str(file)] = parse_theme(str(file), _text_of(str(file), Path(str(file))))
            except ThemeError as error:
                problems.append(error.problem)
                themes |= {str(file): before[str(file)]} if str(file) in before else {}
    return themes, problems


def _toml_files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _text_of(name: str, file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise ThemeError(name, "", "is no file of a theme's size")
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ThemeError(name, "", "is not UTF-8") from error
    except OSError as error:
        raise ThemeError(name, "", f"cannot be read: {error.strerror}") from error


def parse_theme(file: str, text: str) -> Theme:
    """Raises `ThemeError`. A theme without a `name` is called as its file is."""
    try:
        written = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ThemeError(file, "", why_broken(error)) from error
    for key in written:
        if key not in _KNOWN:
            raise ThemeError(file, key, f"is nothing of a theme{meant(key, _KNOWN)}")
    if "primary" not in written:
        raise ThemeError(file, "primary", "is missing")
    colours: dict[str, Any] = {key: _colour(file, key, written[key]) for key in _BASE if key in written}
    switches = {key: _checked(file, key, written[key], bool, "true or false") for key in _SWITCHES if key in written}
    name = _checked(file, "name", written.get("name", Path(file).stem), str, "a text")
    variables = _variables(file, written.get("variables", {}))
    if switches.get("ansi"):  # Textual's widgets then use more variables, which only its own themes of that kind hold
        variables = BUILTIN_THEMES[ANSI_DARK if switches.get("dark", True) else ANSI_LIGHT].variables | variables
    return Theme(name=name, variables=variables, **colours, **switches)


def _variables(file: str, written: object) -> dict[str, str]:
    table: dict[str, object] = _checked(file, "variables", written, dict, "a table")
    for key in table:
        if key not in VARIABLES:
            raise ThemeError(file, f"variables.{key}", f"is nothing of a theme{meant(key, VARIABLES)}")
    return {key: _colour(file, f"variables.{key}", value) for key, value in table.items()}


def _colour(file: str, key: str, value: object) -> str:
    text: str = _checked(file, key, value, str, "a colour as a text")
    try:
        Color.parse(text)
    except ColorParseError as error:
        raise ThemeError(file, key, f'{text!r} is no colour, as "#7cb7e8" is one') from error
    return text


def _checked(file: str, key: str, value: object, kind: type, expected: str) -> Any:  # noqa: ANN401 - of the kind asked for
    if not isinstance(value, kind):
        raise ThemeError(file, key, f"is not {expected}")
    return value


def names_of(themes: Iterable[Theme]) -> list[str]:
    """Ours first."""
    return list(dict.fromkeys([*_ORDER, *(theme.name for theme in themes)]))


def known_names(themes: Iterable[Theme]) -> list[str]:
    """The names that may be asked for: of these, and of those that Textual brings, which are not measured."""
    return list(dict.fromkeys([*names_of(themes), *BUILTIN_THEMES]))


def no_such_theme(name: str, known: Iterable[str]) -> str:
    return f"there is no theme {name!r}{meant(name, known)}"
