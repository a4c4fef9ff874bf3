"""Every shipped theme can be read, by people and by the program."""

from __future__ import annotations

import pytest
from textual.color import Color

from healthtui.tui.theme import ThemeError, load_themes, parse_theme

THEMES = {theme.name: theme for theme in load_themes()}
NO_TEXT = {"line", "cursor", "fresh"}


def test_the_three_themes_are_there() -> None:
    assert set(THEMES) == {"pulse", "paper", "signal"}


@pytest.mark.parametrize("name", THEMES)
def test_text_stands_out_from_every_background(name: str) -> None:
    theme = THEMES[name]
    backdrops = [theme.background, theme.surface, theme.panel, theme.variables["cursor"], theme.variables["fresh"]]
    texts = {key: value for key, value in theme.variables.items() if key not in NO_TEXT}
    texts |= {"foreground": str(theme.foreground), "accent": str(theme.accent)}
    weak = {
        (key, backdrop): round(contrast, 2)
        for key, colour in texts.items()
        for backdrop in backdrops
        if (contrast := _contrast(colour, str(backdrop))) < 4.5
    }
    assert not weak


def _contrast(one: str, other: str) -> float:
    """WCAG 2: from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("text", ["name = ", 'name = "x"\nprimary = "#fff"\ncolour = "red"', 'name = "x"'])
def test_a_broken_theme_names_its_file(text: str) -> None:
    with pytest.raises(ThemeError, match=r"^mine\.toml: "):
        parse_theme("mine.toml", text)
