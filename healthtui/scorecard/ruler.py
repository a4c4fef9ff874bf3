"""A team's own ruler: its weights and thresholds instead of the catalogue's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from msgspec import structs

from healthtui.config import Config, Problem
from healthtui.config.model import FILE
from healthtui.engine.check import Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Verdict, counted


def ruled(results: Iterable[RawResult], config: Config) -> list[RawResult]:
    """The results under the team's weights and thresholds."""
    return [_ruled(one, config) for one in results]


def _ruled(result: RawResult, config: Config) -> RawResult:
    check, threshold = result.check, config.thresholds.get(result.check.id)
    weight = config.weights.get(check.id, check.risk)
    if threshold is not None:
        result = replace(result, verdict=_judged(result.verdict, threshold.pass_at / 100, threshold.warn_at / 100))
    return result if weight == check.risk else replace(result, check=replace(check, risk=weight))


def _judged(verdict: Verdict, pass_at: float, warn_at: float) -> Verdict:
    """A verdict that counts, under other thresholds."""
    if verdict.met is None or not verdict.of:
        return verdict
    outcome, value = counted(verdict.met, verdict.of, pass_at, warn_at)
    return structs.replace(verdict, outcome=outcome, value=value, bounds=(pass_at, warn_at))


def notes(config: Config, checks: Iterable[Check]) -> Iterator[str]:
    """What is measured otherwise than by the catalogue, for every report."""
    risks = {check.id: check.risk for check in checks}
    weights = [f"{name} {weight:g} instead of {risks[name]:g}" for name, weight in config.weights.items() if name in risks]
    if weights:
        yield f"Weights of this repository: {', '.join(weights)}"
    bounds = [f"{name} {one.pass_at:g} %/{one.warn_at:g} %" for name, one in config.thresholds.items() if name in risks]
    if bounds:
        yield f"Thresholds of this repository: {', '.join(bounds)}"
    if config.exclude:
        yield f"Excluded by this repository: {', '.join(config.exclude)}"


def expired(config: Config, today: date) -> Iterator[Problem]:
    """The waivers that hold no longer."""
    for waiver in config.waivers:
        if waiver.is_expired(today):
            yield Problem(FILE, f"waivers.{waiver.check}", f"expired on {waiver.until.isoformat()}: it counts again")


def misnamed(config: Config, checks: Iterable[Check]) -> Iterator[Problem]:
    """Settings for checks that there are not."""
    known = {check.id for check in checks}
    for waiver in config.waivers:
        if waiver.check not in known:
            yield Problem(FILE, f"waivers.{waiver.check}", "no check has this id")
    for table, named in (("weights", config.weights), ("thresholds", config.thresholds)):
        yield from (Problem(FILE, f"{table}.{name}", "no check has this id") for name in named if name not in known)
