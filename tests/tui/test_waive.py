"""Waivers on the screen: asked for, written into the settings, seen on the card, lifted again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from healthtui.config import Waiver, load_config
from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, Scorecard, Standing, StandingWaiver, WaivedPlace
from healthtui.tui.board import waiving
from healthtui.tui.notices import Notices
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open

UNTIL = date(2027, 2, 22)
NOON = date(2026, 11, 24)


@pytest.fixture
def card(tmp_path: Path) -> Scorecard:
    """The sample, in a folder of its own."""
    plain = acme()
    marked = tuple(replace(check, evidence=_marked(check)) for check in plain.checks)
    return replace(plain, repository=replace(plain.repository, root=str(tmp_path)), checks=marked)


def _marked(check: CheckResult) -> tuple[object, ...]:
    return tuple(replace(entry, fingerprint=f"{number}-{check.id}") for number, entry in enumerate(check.evidence))


@pytest.fixture
def waived(card: Scorecard) -> Scorecard:
    """The sample, in which its first failing check is waived, and one place of the next that has several."""
    whole, part = [check for check in card.checks if check.is_offending and len(check.evidence) > 1][:2]
    first = Waiver(whole.id, "behind the gateway", UNTIL)
    second = Waiver(part.id, "goes with the old client", UNTIL, part.evidence[0].path, part.evidence[0].fingerprint)
    taken = {
        whole.id: replace(
            whole, outcome=Outcome.WAIVED, value=None, points=0.0, short="waived", evidence=(),
            unwaived=whole.outcome, waiver=first, waived=tuple(WaivedPlace(entry, first) for entry in whole.evidence),
        ),
        part.id: replace(
            part, evidence=part.evidence[1:], unwaived=part.outcome, waived=(WaivedPlace(part.evidence[0], second),)
        ),
    }  # fmt: skip
    others = [Waiver("errors.gone", "was moved", UNTIL), Waiver("security.cors", "until the release", NOON - timedelta(days=1))]
    standings = (Standing.AT_WORK, Standing.AT_WORK, Standing.UNUSED, Standing.EXPIRED)
    waivers = tuple(map(StandingWaiver, (first, second, *others), standings))
    checks = tuple(taken.get(check.id, check) for check in card.checks)
    return replace(card, checks=checks, waivers=waivers, true_score=(card.score or 0.0) - 3.4)


def _waivers(folder: Path) -> tuple[Waiver, ...]:
    return load_config((folder / "healthtui.toml").read_bytes())[0].waivers


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    class Noon(date):
        @classmethod
        def today(cls) -> Noon:
            return cls(NOON.year, NOON.month, NOON.day)

    monkeypatch.setattr(waiving, "date", Noon)


async def test_x_waives_the_check_of_the_card(opened: Open, card: Scorecard, tmp_path: Path) -> None:
    (tmp_path / "healthtui.toml").write_text('# ours\ntheme = "paper"\n')
    async with opened(source=AcmeSource(card)) as shown:
        check = shown.at
        await shown.press("x")
        assert "the whole check" not in shown.frame or "Why it is accepted" in shown.frame
        await shown.press(*"known", "enter")
        assert _waivers(tmp_path) == (Waiver(check, "known", NOON + timedelta(days=90)),)
        assert (tmp_path / "healthtui.toml").read_text().startswith('# ours\ntheme = "paper"\n\n[[waivers]]\n')


async def test_in_the_detail_it_waives_the_chosen_place_until_a_day(opened: Open, card: Scorecard, tmp_path: Path) -> None:
    entry = next(check for check in card.checks if len(check.evidence) > 1 and check.is_offending)
    async with opened(120, 40, source=AcmeSource(card)) as shown:
        shown.app.board.go_to((entry.id, entry.package))
        await shown.press("enter", "j", "x", *"old", "tab", *["backspace"] * 10, *"2027-02-22", "enter")
        second = entry.evidence[1]
        assert _waivers(tmp_path) == (Waiver(entry.id, "old", UNTIL, second.path, second.fingerprint),)


async def test_the_place_can_be_turned_into_the_whole_check(opened: Open, card: Scorecard, tmp_path: Path) -> None:
    async with opened(source=AcmeSource(card)) as shown:
        await shown.press("enter", "x", *"all", "shift+tab", "space", "enter")
        (waiver,) = _waivers(tmp_path)
        assert waiver.is_of_check


async def test_without_a_reason_or_with_a_day_that_is_past_nothing_is_written(
    opened: Open, card: Scorecard, tmp_path: Path
) -> None:
    async with opened(source=AcmeSource(card)) as shown:
        await shown.press("x", "enter")
        assert "A waiver has a reason" in shown.frame
        await shown.press("y", "tab", *["backspace"] * 10, *"2026-11-23", "enter")
        assert "That day is past" in shown.frame
        await shown.press(*["backspace"] * 10, *"soon", "enter")
        assert "A day is written as" in shown.frame
        await shown.press("escape")
        assert not (tmp_path / "healthtui.toml").exists()


async def test_what_cannot_be_written_is_said(opened: Open, card: Scorecard, tmp_path: Path) -> None:
    (tmp_path / "healthtui.toml").write_text("= broken")
    async with opened(source=AcmeSource(card)) as shown:
        await shown.press("x", "y", "enter")
        assert "Not written" in shown.frame
        assert (tmp_path / "healthtui.toml").read_text() == "= broken"


async def test_what_passes_has_nothing_to_waive(opened: Open, card: Scorecard, tmp_path: Path) -> None:
    good = next(check for check in card.checks if check.outcome is Outcome.PASS)
    async with opened(source=AcmeSource(card)) as shown:
        await shown.press("f", "f", "f", "f")
        shown.app.board.go_to((good.id, good.package))
        await shown.press("x")
        assert shown.said == "It passes: nothing to waive"


@pytest.mark.parametrize(("width", "height"), [(36, 50), (120, 40)])
@pytest.mark.parametrize("screen", ["card", "detail", "asked", "listed"])
async def test_what_is_waived_is_seen(
    opened: Open, frames: SnapshotAssertion, waived: Scorecard, screen: str, width: int, height: int
) -> None:
    keys = {"card": (), "detail": ("enter",), "asked": ("enter", "x"), "listed": ("X",)}
    async with opened(width, height, source=AcmeSource(waived)) as shown:
        part = next(check for check in waived.checks if check.waived and check.evidence)
        shown.app.board.go_to((part.id, part.package))
        await shown.press(*keys[screen])
        assert shown.frame == frames


async def test_a_waived_title_is_struck_and_says_so_without_colour(
    opened: Open, waived: Scorecard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEALTHTUI_ASCII", "1")
    async with opened(source=AcmeSource(waived)) as shown:
        whole = next(check for check in waived.checks if check.waiver)
        strips = shown.app.screen._compositor.render_strips()
        struck = [segment.text for strip in strips for segment in strip if segment.style and segment.style.strike]
        assert whole.title in struck
        assert f"- {whole.title}" in shown.frame and "waived" in shown.frame
        assert shown.frame.isascii()
        await shown.press("X")
        assert shown.frame.isascii()


@pytest.mark.parametrize(
    ("width", "says"), [(32, "3?  2 waived"), (36, "3?  72 true · 2 waived"), (60, "3?  75 · 72 true · 2 waived")]
)
async def test_a_low_screen_says_as_much_as_fits(opened: Open, waived: Scorecard, width: int, says: str) -> None:
    async with opened(width, 20, source=AcmeSource(waived)) as shown:
        head = next(line for line in shown.frame.splitlines() if "?" in line)
        assert head.endswith(says)


def test_to_waive_is_no_news(waived: Scorecard, card: Scorecard) -> None:
    notices = Notices()
    assert notices.of(card, waived, 1.0) is None
    assert notices.of(waived, card, 100.0) is None


@pytest.mark.parametrize("key", ["x", "delete"])
async def test_a_waiver_is_lifted_from_the_list(opened: Open, waived: Scorecard, tmp_path: Path, key: str) -> None:
    from healthtui.config.waive import added

    data = b"# ours\n"
    for one in waived.waivers:
        data = added(data, one.waiver)
    (tmp_path / "healthtui.toml").write_bytes(data)
    async with opened(source=AcmeSource(waived)) as shown:
        await shown.press("X", "j", key)
        left = [one.waiver for number, one in enumerate(waived.waivers) if number != 1]
        assert list(_waivers(tmp_path)) == left
        await shown.receive(replace(waived, waivers=waived.waivers[:1] + waived.waivers[2:]))
        assert f"Waived · {len(left)}" in shown.frame


async def test_the_list_leads_to_the_check_and_says_where_there_is_none(opened: Open, waived: Scorecard, card: Scorecard) -> None:
    async with opened(source=AcmeSource(waived)) as shown:
        await shown.press("X", "enter")
        assert shown.at == waived.waivers[0].waiver.check
    async with opened(source=AcmeSource(card)) as shown:
        await shown.press("X", "x")
        assert "Nothing is waived" in shown.frame


@pytest.mark.parametrize(("width", "height"), [(80, 24), (36, 24)])
async def test_the_keys_of_the_waivers_are_in_view_however_many_there_are(
    opened: Open, waived: Scorecard, width: int, height: int
) -> None:
    async with opened(width, height, source=AcmeSource(replace(waived, waivers=waived.waivers * 3))) as shown:
        await shown.press("X", "end")
        assert "x Lift" in shown.frame and "security.cors" in shown.frame
