"""A scorecard with a bit of everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from healthtui.config import Waiver
from healthtui.engine.check import CRITICAL, HIGH, LOW, MEDIUM, Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, ratio, unknown
from healthtui.facts.base import Place
from healthtui.facts.derived import Package
from healthtui.facts.http import Endpoint
from healthtui.guidance.link import GuidanceLink
from healthtui.scorecard.fingerprint import Spot
from healthtui.scorecard.model import Scorecard, SkippedFile
from healthtui.scorecard.score import Lookups, ScoredPackage, Waivers, score
from healthtui.tree.base import Repository

TODAY = date(2026, 11, 24)
TITLES = {"security.cors": "CORS origins", "security.audit": "npm audit", "security.input-validation": "Input validated"}


def _result(id: str, risk: float, verdict: Verdict) -> RawResult:
    return RawResult(Check(id, risk, (), lambda: verdict), ".", verdict)


def _card(text: str, *waivers: Waiver) -> Scorecard:
    """`text` is in every place where a repository's own text can be."""
    login = Endpoint(Place(text, 11, 3), "POST", text, None, text, True, False, True, True, True, True, "", "", is_tested=True)
    package = Package(Place(text), ".", text, ("express",), (), frozenset(), frozenset(), False)
    places = [Evidence(Place(text, line, 5), text) for line in range(12, 19)]
    results = [
        _result("security.cors", HIGH, failed(text, places, short="7 open")),
        _result("security.input-validation", CRITICAL, ratio(17, 23, text, places[:1])),
        _result("security.audit", HIGH, unknown(Reason.NO_EVIDENCE, text, "no output", "npm audit --json")),
        _result("jobs.queue", MEDIUM, not_applicable(text)),
        _result("errors.custom-classes", LOW, passed(text, places[:1])),
        _result("quality.lint", HIGH, failed(text, places[:2])),
    ]
    link = GuidanceLink("node-backend-developer", "Security First", 83, "CORS for named origins", "security-guidelines")
    lookups = Lookups(
        title=lambda id: TITLES.get(id, id),
        guidance=lambda id: link if id == "security.cors" else None,
        spot=lambda _, place: Spot(place.path, "", text),
    )
    repository = Repository(text, "/elsewhere", "0123456789abcdef", text, True, True, (text,))
    packages = [ScoredPackage(package, ("Express", "Helmet"), (login,))]
    skipped = (SkippedFile(text, "larger than 8 MB"),)
    return score(repository, packages, results, lookups, skipped, (text,), Waivers(waivers or _waivers(text), TODAY))


def _waivers(text: str) -> tuple[Waiver, ...]:
    """At work, expired, unused."""
    return (
        Waiver("quality.lint", text, TODAY, path=text),
        Waiver("security.cors", text, TODAY - timedelta(days=1)),
        Waiver("security.cors", text, TODAY, place="0" * 16, package=text),
    )


@pytest.fixture(scope="session")
def card_saying() -> Callable[[str], Scorecard]:
    return _card


@pytest.fixture(scope="session")
def sample_card() -> Scorecard:
    return _card("src/app.ts")


@pytest.fixture(scope="session")
def make_waived() -> Callable[[Waiver], Scorecard]:
    return lambda waiver: _card("src/app.ts", waiver)
