"""The screen follows the settings, also while it is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from healthtui.config import Config
from healthtui.tui.app import HealthApp
from healthtui.tui.look.settings import read_settings
from healthtui.tui.look.theme import ThemeError
from healthtui.tui.look.themed import Look
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open, Shown

MINE = 'primary = "#ffffff"\nbackground = "{}"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "acme").mkdir()
    return tmp_path / "acme"


@asynccontextmanager
async def following(root: Path, theme: str = "auto") -> AsyncIterator[Shown]:
    """The application over real settings files."""
    source = AcmeSource(acme())
    app = HealthApp(source, theme, look=Look(read_settings(root), "paper", root))
    async with app.run_test(size=(36, 50)) as pilot:
        shown = Shown(app, source, pilot)
        await shown.settle()
        yield shown


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not come about")


async def test_auto_is_the_theme_that_fits(root: Path, own: Path) -> None:
    async with following(root) as shown:
        assert shown.app.theme == "paper"


async def test_a_theme_that_is_asked_for_wins_over_every_file(root: Path, own: Path) -> None:
    (own / "config.toml").write_text('theme = "daylight"')
    async with following(root, "signal") as shown:
        assert shown.app.theme == "signal"
        (own / "config.toml").write_text('theme = "pulse"\nglyphs = "ascii"')
        await until(lambda: shown.app.board.has_class("-ascii"))
        assert shown.app.theme == "signal"


def test_a_theme_that_is_not_there_is_refused(root: Path, own: Path) -> None:
    with pytest.raises(ThemeError, match=r"^--theme: there is no theme 'pulze'; did you mean pulse\?$"):
        HealthApp(AcmeSource(None), "pulze")


async def test_problems_are_one_quiet_notice(root: Path, own: Path) -> None:
    (own / "config.toml").write_text('thme = "x"\nglyphs = 1\nmouse = 2\ntheme = "nope"')
    async with following(root) as shown:
        assert shown.said.startswith("Settings: ")
        assert "thme: is no setting; did you mean theme?" in shown.said
        assert "and 2 more: healthtui doctor" in shown.said


async def test_the_users_file_is_followed_and_an_error_keeps_what_was(root: Path, own: Path) -> None:
    async with following(root) as shown:
        (own / "config.toml").write_text('theme = "signal"')
        await until(lambda: shown.app.theme == "signal")
        (own / "config.toml").write_text("theme = [")
        await until(lambda: "config.toml cannot be read at its end:" in shown.said)
        assert shown.app.theme == "signal"
        (own / "config.toml").unlink()
        await until(lambda: shown.app.theme == "paper")


async def test_the_repositorys_file_and_themes_are_followed(root: Path, own: Path) -> None:
    async with following(root) as shown:
        (root / ".healthtui" / "themes").mkdir(parents=True)
        (root / ".healthtui" / "themes" / "team.toml").write_text(MINE.format("#101010"))
        (root / "healthtui.toml").write_text('theme = "team"')
        await until(lambda: shown.app.theme == "team")


async def test_a_theme_is_reloaded_and_an_error_keeps_its_colours(root: Path, own: Path) -> None:
    (own / "themes").mkdir()
    (own / "themes" / "mine.toml").write_text(MINE.format("#101010"))
    (own / "config.toml").write_text('theme = "mine"')
    async with following(root) as shown:
        assert "#101010" in shown.picture
        (own / "themes" / "mine.toml").write_text(MINE.format("#202020"))
        await until(lambda: "#202020" in shown.picture and "#101010" not in shown.picture)
        (own / "themes" / "mine.toml").write_text(MINE.format("nothing"))
        await until(lambda: "mine.toml: background: 'nothing' is no colour" in shown.said)
        assert "#202020" in shown.picture
        (own / "themes" / "mine.toml").unlink()
        await until(lambda: shown.app.theme == "paper")


async def test_keys_are_followed(root: Path, own: Path) -> None:
    async with following(root) as shown:
        (own / "config.toml").write_text('[keys]\nhelp = "f1"')
        await until(lambda: "f1 Help" in shown.frame)
        await shown.press("f1")
        assert "type to find a key" in shown.frame


async def test_signs_are_followed_both_ways(root: Path, own: Path) -> None:
    async with following(root) as shown:
        before = shown.frame
        (own / "config.toml").write_text('glyphs = "ascii"')
        await until(lambda: shown.frame.isascii())
        (own / "config.toml").write_text('glyphs = "unicode"')
        await until(lambda: shown.frame == before)


async def test_the_picker_shows_as_it_moves_and_escape_restores(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("t")
        assert "enter keeps · esc leaves" in shown.frame
        await shown.press("j")
        assert shown.app.theme == "paper"
        await shown.press("escape")
        assert shown.app.theme == "pulse"
        assert not shown.said


async def test_the_picker_keeps_for_the_session_and_says_how_to_keep_it(opened: Open, own: Path) -> None:
    async with opened() as shown:
        await shown.press("t", "j", "j", "enter")
        assert shown.app.theme == "signal"
        assert shown.said == f'For this session: theme = "signal" keeps it, in {own}/config.toml'


async def test_what_was_picked_stays_until_the_settings_name_another(root: Path, own: Path) -> None:
    (own / "config.toml").write_text('theme = "pulse"')
    async with following(root) as shown:
        await shown.press("t", "j", "j", "enter")
        (own / "config.toml").write_text('theme = "pulse"\nglyphs = "ascii"')
        await until(lambda: shown.app.board.has_class("-ascii"))
        assert shown.app.theme == "signal"
        (own / "config.toml").write_text('theme = "daylight"')
        await until(lambda: shown.app.theme == "daylight")


@pytest.mark.parametrize("keys", [(), ("enter",), ("question_mark",), ("colon",), ("t",), ("slash",), ("v",)])
@pytest.mark.parametrize("size", [(36, 50), (120, 40)])
async def test_ascii_has_no_other_sign_on_any_screen(size: tuple[int, int], keys: tuple[str, ...]) -> None:
    source = AcmeSource(acme())
    app = HealthApp(source, config=Config(glyphs="ascii"))
    async with app.run_test(size=size) as pilot:
        shown = Shown(app, source, pilot)
        await shown.press(*keys)
        assert [line for line in shown.frame.splitlines() if not line.isascii()] == []


@pytest.mark.parametrize("theme", ["pulse", "paper", "signal", "daylight", "ansi-dark", "ansi-light"])
async def test_without_colour_the_signs_tell(opened: Open, monkeypatch: pytest.MonkeyPatch, theme: str) -> None:
    async with opened(theme=theme) as shown:
        coloured = shown.frame
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(theme=theme) as shown:
        assert shown.frame == coloured
        assert shown.app.theme == theme
        styles = [segment.style for line in shown.app.screen._compositor.render_strips() for segment in line if segment.style]
        colours = {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}
        assert all(colour.is_default or len(set(colour.get_truecolor())) == 1 for colour in colours)
        assert all(style.color != style.bgcolor or style.color is None or style.color.is_default for style in styles)
        assert any(style.reverse for style in styles) == theme.startswith("ansi"), "the cursor, where there are no greys"
