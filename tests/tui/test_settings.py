"""The settings of the screen, read from real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthtui.tui.look.settings import read_settings

DUSK = 'primary = "#ffffff"\nbackground = "#000000"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    return tmp_path / "acme"


def said(root: Path) -> list[str]:
    return [str(problem) for problem in read_settings(root).problems]


def test_without_files_all_stands_at_its_default(root: Path, own: Path) -> None:
    settings = read_settings(root)
    assert (settings.config.theme, settings.config.glyphs, settings.config.mouse, settings.problems) == ("auto", "auto", True, ())


def test_the_users_own_file_wins_over_the_repositorys(root: Path, own: Path) -> None:
    (root / "healthtui.toml").write_text('theme = "signal"\nglyphs = "ascii"\neditor = "rm {file}"')
    (own / "config.toml").write_text('theme = "paper"\nmouse = false\neditor = "code -g {file}:{line}"')
    config = read_settings(root).config
    assert (config.theme, config.glyphs, config.mouse, config.editor) == ("paper", "ascii", False, "code -g {file}:{line}")


def test_a_repository_cannot_choose_the_editor(root: Path, own: Path) -> None:
    (root / "healthtui.toml").write_text('editor = "rm {file}"')
    assert read_settings(root).config.editor == ""
    assert said(root) == ["healthtui.toml: editor: is followed in the user's own file alone, as it is a command"]


def test_what_is_wrong_is_said_with_its_file_and_key_and_left_out(root: Path, own: Path) -> None:
    (root / "healthtui.toml").write_text('theme = "pulze"\n')
    (own / "config.toml").write_text('glyphs = "ascii"\n[keys]\nfnd = "x"\nzoom = "f"\nhelp = "h"\n')
    assert said(root) == [
        f"{own}/config.toml: keys.fnd: no action has this id",
        f"{own}/config.toml: keys.zoom: f is already taken by filter; left out",
        "healthtui.toml: theme: there is no theme 'pulze'; did you mean pulse?",
    ]
    config = read_settings(root).config
    assert (config.theme, config.glyphs, config.keys) == ("auto", "ascii", {"help": "h"})


def test_a_file_in_the_users_home_is_called_by_its_tilde(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    (tmp_path / ".config" / "healthtui").mkdir(parents=True)
    (tmp_path / ".config" / "healthtui" / "config.toml").write_text("theme = 5")
    assert said(root) == ["~/.config/healthtui/config.toml: theme: Expected a text, got a number"]


def test_themes_of_the_user_and_of_the_repository_can_be_named(root: Path, own: Path) -> None:
    for folder, name in ((own / "themes", "mine"), (root / ".healthtui" / "themes", "ours")):
        folder.mkdir(parents=True)
        (folder / f"{name}.toml").write_text(DUSK)
    (own / "config.toml").write_text('theme = "ours"')
    settings = read_settings(root)
    assert settings.config.theme == "ours" and not settings.problems
    assert {"mine", "ours", "pulse"} <= {theme.name for theme in settings.themes.values()}


@pytest.mark.parametrize("text", ["theme = ", "theme = 5", 'theme = "nope"'])
def test_an_error_keeps_the_last_good_setting(root: Path, own: Path, text: str) -> None:
    (own / "config.toml").write_text('theme = "paper"')
    before = read_settings(root)
    (own / "config.toml").write_text(text)
    after = read_settings(root, before)
    assert after.config.theme == "paper"
    assert len(after.problems) == 1


def test_what_is_right_beside_an_error_holds(root: Path, own: Path) -> None:
    (own / "config.toml").write_text('theme = "paper"')
    before = read_settings(root)
    (own / "config.toml").write_text('theme = "nope"\nglyphs = "ascii"')
    assert read_settings(root, before).config.glyphs == "ascii"


def test_a_key_in_error_stays_as_it_was_and_the_others_are_followed(root: Path, own: Path) -> None:
    (own / "config.toml").write_text('[keys]\nopen = "f1"\nzoom = "Z"\n')
    before = read_settings(root)
    (own / "config.toml").write_text('[keys]\nopen = "entr"\nzoom = "f2"\npause = "ctrl+"\n')
    after = read_settings(root, before)
    assert after.config.keys == {"open": "f1", "zoom": "f2"}
    assert [(one.file, one.key) for one in after.problems] == [(f"{own}/config.toml", f"keys.{id_}") for id_ in ("open", "pause")]
    (own / "config.toml").write_text('[keys]\nopen = "entr"\nzoom = "f1"\n')
    assert read_settings(root, after).config.keys == {"zoom": "f1"}


def test_a_link_out_of_the_repository_is_none_of_its_files(root: Path, own: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text('theme = "paper"')
    (root / "healthtui.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert read_settings(root).config.theme == "auto"
