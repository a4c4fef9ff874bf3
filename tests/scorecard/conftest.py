"""Results to score, made by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from healthtui.engine.check import CRITICAL, HIGH, LOW, MEDIUM, Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.base import Place
from healthtui.facts.derived import Package
from healthtui.scorecard.fingerprint import Spot
from healthtui.scorecard.model import Scorecard
from healthtui.scorecard.score import Lookups, ScoredPackage, Waivers, score
from healthtui.tree.base import Repository

NO_WAIVERS = Waivers()
RISKS = {"C": CRITICAL, "H": HIGH, "M": MEDIUM, "L": LOW}
VERDICTS = {
    "pass": passed("fine"),
    "warn": warned("partly"),
    "fail": failed("none"),
    "n/a": not_applicable("does not apply"),
    "unknown": unknown(Reason.NO_EVIDENCE, "no output"),
}


@pytest.fixture(scope="session")
def make_raw() -> Callable[..., RawResult]:
    """(id, risk letter, verdict or its name, package) → a result."""

    def make(id: str, risk: str, verdict: str | Verdict, package: str = ".") -> RawResult:
        said = VERDICTS[verdict] if isinstance(verdict, str) else verdict
        return RawResult(Check(id, RISKS[risk], (), lambda: said), package, said)

    return make


@pytest.fixture(scope="session")
def make_card() -> Callable[..., Scorecard]:
    """Results → their scorecard; the text at a place is taken from its column, so that lines may move."""

    def make(*results: RawResult, waivers: Waivers = NO_WAIVERS) -> Scorecard:
        paths = dict.fromkeys(result.package for result in results)
        packages = [
            ScoredPackage(Package(Place("package.json"), path, path, ("express",), (), frozenset(), frozenset(), False))
            for path in paths
        ]
        lookups = Lookups(title=str.upper, spot=lambda _, place: Spot(place.path, "", str(place.column)))
        repository = Repository("acme", "/acme", "", "main", False, True)
        return score(repository, packages, results, lookups, waivers=waivers)

    return make
