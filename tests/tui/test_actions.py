"""Every action in every view: it does something there, or it is not offered there."""

from __future__ import annotations

import pytest

from healthtui.tui.actions import ACTIONS, AT_START, IN_ROUTES, SECTIONS, Action
from healthtui.tui.source import Phase, Status
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open, Shown

VIEWS = {"card": ("n",), "detail": ("enter",), "routes": ("v", "j")}
_OF_PANES = ("open", "zoom", "tab", "filter", "find", "fold", "changes", "copy-text")  # what they do is otherwise beside the card
_SAME = SECTIONS[1:-1]
_BEFORE = {  # so that there is somewhere to go; in the detail, pages are its own
    (False, "last"): ("g",), (False, "page-down"): ("g",), (False, "back"): ("slash",), (True, "page-up"): ("pagedown",),
}  # fmt: skip


def _state(shown: Shown) -> tuple[object, ...]:
    app = shown.app
    return shown.frame, shown.said, app.theme, app.clipboard, tuple(shown.source.asked), app.return_code, len(app.screen_stack)


async def _does_something(shown: Shown, view: str, action: Action) -> bool:
    await shown.pilot.press(*VIEWS[view], *_BEFORE.get((view == "detail", action.id), ()))
    before = _state(shown)
    await shown.pilot.press(action.keys.split(",")[0])
    await shown.pilot.pause(0.15)  # the detail follows
    return _state(shown) != before


@pytest.mark.parametrize(
    "action", [action for action in ACTIONS if action.id not in ("quit", *_SAME)], ids=lambda action: action.id
)
@pytest.mark.parametrize("view", ["card", "detail"])
async def test_each_does_something_on_the_card_and_in_the_detail(opened: Open, view: str, action: Action) -> None:
    for width, height in [(36, 24), (120, 40)][: 2 if action.id in _OF_PANES else 1]:
        async with opened(width, height) as shown:
            assert await _does_something(shown, view, action), (width, height)


@pytest.mark.parametrize("action", IN_ROUTES, ids=lambda action: action.id)
async def test_each_does_something_in_the_routes(opened: Open, action: Action) -> None:
    async with opened(36, 14) as shown:
        assert await _does_something(shown, "routes", action)


async def test_what_the_routes_do_not_offer_is_in_neither_help_nor_palette(opened: Open) -> None:
    offered = {action.id for action in IN_ROUTES}
    async with opened(120, 60) as shown:
        await shown.press("v", "question_mark")
        listed = shown.frame
        await shown.press("escape", "colon")
        found = shown.frame
        for action in ACTIONS:
            if action.id not in offered:
                assert action.says not in listed
                assert action.says not in found
        assert "holes first, or by file" in listed
        assert "holes first, or by file" in found
        assert "choose a theme, seen as you move" in listed


async def test_the_palette_of_the_routes_does_what_it_lists(opened: Open) -> None:
    async with opened(80, 24) as shown:
        await shown.press("v", "colon", *"order", "enter")
        assert "by file" in shown.frame
        await shown.press("t")
        assert "enter keeps · esc leaves" in shown.frame


@pytest.mark.parametrize("key", ["x", "X", "question_mark", "t"])
async def test_a_window_has_only_its_own_keys(opened: Open, key: str) -> None:
    async with opened() as shown:
        await shown.press(key)
        before = shown.frame
        await shown.press("ctrl+p")
        assert shown.frame == before


async def test_before_the_first_card_only_what_needs_none_is_offered(opened: Open) -> None:
    async with opened(80, 24, AcmeSource(None, Status(Phase.SCANNING))) as shown:
        assert "Looking for files, and" in shown.frame
        assert shown.frame.splitlines()[-1] == " t Theme  m Mouse  : Palette  q Quit  ? Help"
        await shown.press("question_mark")
        assert "choose a theme" in shown.frame
        assert "pause and resume" not in shown.frame
        await shown.press("escape", "t")
        assert "enter keeps · esc leaves" in shown.frame
        await shown.press("escape")


async def test_keys_before_the_first_card_say_so_and_do_nothing_later(opened: Open) -> None:
    async with opened() as shown:
        usual = shown.frame
    async with opened(source=AcmeSource(None, Status(Phase.SCANNING))) as shown:
        for action in ACTIONS:
            if action not in AT_START and action.id not in ("copy-text",):
                await shown.pilot.press(action.keys.split(",")[0])
        await shown.settle()
        assert shown.said == "The first card is not there yet"
        assert len(shown.app.screen_stack) == 2
        shown.source.on_status(Status(Phase.LIVE))
        await shown.receive(acme())
        await shown.press("escape")
        assert shown.frame == usual
        assert shown.source.asked == []


async def test_nothing_is_asked_for_again_while_the_first_card_is_made(opened: Open) -> None:
    source = AcmeSource(None, Status(Phase.SCANNING))
    source.last_card = acme()
    async with opened(source=source) as shown:
        await shown.press("R", "r")
        assert shown.said == "Everything is being read already"
        assert source.asked == []
