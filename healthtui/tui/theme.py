"""Colour themes: `themes/*.toml`, in the fields of Textual's `Theme`."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from textual.theme import Theme

DARK, LIGHT = "pulse", "paper"


class ThemeError(Exception):
    """A theme cannot be read; the message names the file and is fit to be shown."""


def load_themes() -> list[Theme]:
    """Every theme of the pack. Raises `ThemeError`."""
    folder = files("healthtui.themes")
    return [parse_theme(file.name, file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]


def parse_theme(file: str, text: str) -> Theme:
    try:
        return Theme(**tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise ThemeError(f"{file}: {error}") from error
