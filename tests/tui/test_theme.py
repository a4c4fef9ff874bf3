"""Every shipped theme can be read, by people and by the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from healthtui.tui.look.theme import VARIABLES, ThemeError, load_themes, parse_theme, read_themes

THEMES = {theme.name: theme for theme in load_themes().values()}
MEASURED = sorted(name for name, theme in THEMES.items() if not theme.ansi)
NO_TEXT = {"line", "cursor", "fresh"}


def test_a_dark_a_light_two_of_high_contrast_and_an_ansi_pair_are_there() -> None:
    assert set(THEMES) == {"pulse", "paper", "signal", "daylight", "ansi-dark", "ansi-light"}


@pytest.mark.parametrize("name", THEMES)
def test_each_names_every_colour_and_its_file_is_called_as_it_is(name: str) -> None:
    assert set(THEMES[name].variables) >= set(VARIABLES)
    assert load_themes()[f"{name}.toml"].name == name


@pytest.mark.parametrize("name", MEASURED)
def test_text_stands_out_from_every_background(name: str) -> None:
    """The ansi pair cannot be measured: its colours are the terminal's to choose."""
    theme = THEMES[name]
    backdrops = [theme.background, theme.surface, theme.panel, theme.variables["cursor"], theme.variables["fresh"]]
    texts = {key: value for key, value in theme.variables.items() if key not in NO_TEXT}
    texts |= {key: str(getattr(theme, key)) for key in ("foreground", "primary", "accent", "success", "warning", "error")}
    weak = {
        (key, backdrop): round(contrast, 2)
        for key, colour in texts.items()
        for backdrop in backdrops
        if (contrast := _contrast(colour, str(backdrop))) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("name", ["signal", "daylight"])
def test_high_contrast_is_seven_or_more_on_the_background(name: str) -> None:
    theme = THEMES[name]
    texts = {key: value for key, value in theme.variables.items() if key not in NO_TEXT}
    assert {key: value for key, value in texts.items() if _contrast(value, str(theme.background)) < 7} == {}


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
def test_the_ansi_pair_has_no_colour_of_its_own(name: str) -> None:
    theme = THEMES[name]
    colours = [
        *(theme.variables[name] for name in VARIABLES),
        theme.primary,
        theme.foreground,
        theme.background,
        theme.surface,
        theme.panel,
    ]
    assert all(str(colour).startswith("ansi_") for colour in colours)


def _contrast(one: str, other: str) -> float:
    """WCAG 2: from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "mine.toml cannot be read at its end: invalid value"),
        ('primary = "#fff"\npimary = "red"', "mine.toml: pimary: is nothing of a theme; did you mean primary?"),
        ('name = "x"', "mine.toml: primary: is missing"),
        ('primary = "bluish"', "mine.toml: primary: 'bluish' is no colour, as \"#7cb7e8\" is one"),
        ("primary = 7", "mine.toml: primary: is not a colour as a text"),
        ('primary = "#fff"\ndark = "yes"', "mine.toml: dark: is not true or false"),
        ('primary = "#fff"\nname = 3', "mine.toml: name: is not a text"),
        ('primary = "#fff"\nvariables = 3', "mine.toml: variables: is not a table"),
        ('primary = "#fff"\n[variables]\nmutd = "red"', "mine.toml: variables.mutd: is nothing of a theme; did you mean muted?"),
        ('primary = "#fff"\n[variables]\nmuted = "auto 80%"', "mine.toml: variables.muted: 'auto 80%' is no colour"),
        ("a = " + "[" * 100_000, "mine.toml cannot be read: it is nested too deeply"),
    ],
)
def test_a_wrong_theme_names_its_file_the_key_and_the_reason(text: str, said: str) -> None:
    with pytest.raises(ThemeError) as caught:
        parse_theme("mine.toml", text)
    assert str(caught.value).startswith(said)


def test_a_theme_without_a_name_is_called_as_its_file() -> None:
    assert parse_theme("themes/dusk.toml", 'primary = "#fff"').name == "dusk"


def test_files_that_are_no_themes_are_said_and_the_others_hold(tmp_path: Path) -> None:
    (tmp_path / "fine.toml").write_text('primary = "#fff"')
    (tmp_path / "note.txt").write_text("no theme")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "huge.toml").write_bytes(b"#" * 70_000)
    (tmp_path / "folder.toml").mkdir()
    themes, problems = read_themes([tmp_path, tmp_path / "missing"], {})
    assert themes[str(tmp_path / "fine.toml")].name == "fine"
    assert sorted(problem.file.rpartition("/")[2] for problem in problems) == ["binary.toml", "folder.toml", "huge.toml"]
    assert not [key for key in themes if "/" in key and not key.endswith("fine.toml")]


def test_a_later_folder_wins_and_a_broken_file_keeps_what_it_held(tmp_path: Path) -> None:
    own, repository = tmp_path / "own", tmp_path / "repository"
    for folder, colour in ((own, "#111111"), (repository, "#222222")):
        folder.mkdir()
        (folder / "pulse.toml").write_text(f'primary = "{colour}"')
    themes, _ = read_themes([own, repository], {})
    assert {theme.name: theme.primary for theme in themes.values()}["pulse"] == "#222222"
    (repository / "pulse.toml").write_text("primary = ")
    kept, problems = read_themes([own, repository], themes)
    assert kept == themes
    assert [problem.file for problem in problems] == [str(repository / "pulse.toml")]
