"""Cards that say something unusual."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from healthtui.engine.verdict import Outcome, Reason
from healthtui.scorecard.model import EvidenceEntry, PackageCard, Scorecard, SectionScore
from screenshots.acme import AcmeSource, acme, scored
from tests.tui.shown import Open


def _with(card: Scorecard, id: str, **changes: Any) -> Scorecard:
    return replace(card, checks=tuple(replace(check, **changes) if check.id == id else check for check in card.checks))


async def _frame(opened: Open, card: Scorecard, *keys: str, width: int = 36, height: int = 50) -> str:
    async with opened(width, height, AcmeSource(card)) as shown:
        await shown.press(*keys)
        return shown.frame


async def test_no_node_repository(opened: Open) -> None:
    card = replace(acme(), packages=(), checks=(), sections=(), score=None, grade="?", notes=("No package.json in /srv/x.",))
    frame = await _frame(opened, card)
    assert "Not a Node.js backend" in frame
    assert "No package.json in /srv/x." in frame
    assert "Point elsewhere with\n healthtui PATH" in frame


async def test_no_node_repository_has_no_sections_to_show(opened: Open) -> None:
    frame = await _frame(opened, replace(acme(), packages=(), checks=(), score=None, grade="?"))
    assert "Structure" not in frame


async def test_a_search_without_a_hit_says_so(opened: Open) -> None:
    assert "No check matches" in await _frame(opened, acme(), "slash", *"zzqq")


async def test_no_git(opened: Open) -> None:
    card = acme()
    frame = await _frame(opened, replace(card, repository=replace(card.repository, is_git=False, branch="")))
    assert frame.splitlines()[0].startswith(" acme-api  ")
    assert "No git here" in frame


async def test_a_check_that_broke_is_unknown_and_says_where(opened: Open) -> None:
    said = "This check broke in cors.py:14 (KeyError)"
    card = _with(acme(), "security.cors", outcome=Outcome.UNKNOWN, reason_code=Reason.ERROR, summary=said, short="broke")
    frame = await _frame(opened, card, "slash", *"cors", "enter", "enter")
    assert "? CORS origins  unknown" in frame
    assert "cors.py:14" in frame


async def test_stale_evidence_comes_with_its_command(opened: Open) -> None:
    frame = await _frame(opened, acme(), "G", "k", "enter", width=120, height=40)
    assert "The results are 2 h older than the code" in frame
    assert "npx jest --json --outputFile=test-results.json" in frame


async def test_everything_passes_quietly(opened: Open) -> None:
    card = acme()
    fine = scored([replace(check, outcome=Outcome.PASS, value=1.0, points=0.0) for check in card.checks])
    frame = await _frame(opened, fine)
    assert "Everything passes." in frame
    assert "FIX FIRST" not in frame


async def test_all_that_is_known_passes(opened: Open) -> None:
    fine = scored(
        [
            check if check.outcome is Outcome.UNKNOWN else replace(check, outcome=Outcome.PASS, value=1.0)
            for check in acme().checks
        ]
    )
    frame = await _frame(opened, fine)
    assert "All that is known passes; 3" in frame
    assert "no A while a high risk is unknown" in frame


async def test_the_cap_is_named(opened: Open) -> None:
    frame = await _frame(opened, replace(acme(), grade="C", capped_by=("security.secrets",)))
    assert "C at most: No secrets in code" in frame


async def test_several_packages_stand_worst_first_with_their_names(opened: Open) -> None:
    card = acme()
    cors = next(check for check in card.checks if check.id == "security.cors")
    other = replace(cors, package="apps/admin", outcome=Outcome.WARN, value=0.5, short="* default")
    packages = (*card.packages, PackageCard("apps/admin", "admin", ("express",), (), 80.0, 40.0, ()))
    frame = await _frame(opened, replace(card, packages=packages, checks=(other, *card.checks)))
    rows = [line for line in frame.splitlines() if "CORS origins" in line and ("admin" in line or "acme" in line)]
    assert [line.strip("▌ ").split() for line in rows] == [
        ["✗", "CORS", "origins", "acme-api", "1", "open"],
        ["▲", "CORS", "origins", "admin", "*", "default"],
    ]


async def test_a_secret_is_never_shown_through_its_excerpt(opened: Open) -> None:
    source = AcmeSource(_with(acme(), "security.secrets", outcome=Outcome.FAIL, evidence=_place("src/app.ts", 18)))
    async with opened(120, 40, source) as shown:
        await shown.press("slash", *"secrets in", "enter")
        assert "No secrets in code  fails" in shown.frame
        assert "app.use(cors());" not in shown.frame


async def test_a_secret_beside_another_place_is_hidden(opened: Open) -> None:
    source = AcmeSource(_with(acme(), "security.secrets", outcome=Outcome.FAIL, evidence=_place("src/app.ts", 19)))
    async with opened(120, 40, source) as shown:
        assert "▸ 18 │ app.use(cors());" in shown.frame
        assert "19 │ (a secret, not shown)" in shown.frame


async def test_a_section_in_which_nothing_applies_is_a_dash(opened: Open) -> None:
    card = acme()
    frame = await _frame(opened, replace(card, sections=(*card.sections, SectionScore("jobs", "Jobs", None))))
    assert any(line.split() == ["7", "Jobs", "–"] for line in frame.splitlines())


def _place(path: str, line: int) -> tuple[EvidenceEntry, ...]:
    return (EvidenceEntry(path, line, 1, "a key"),)
