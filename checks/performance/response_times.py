"""The 95th percentile of response times is below 200 ms."""

from __future__ import annotations

from shlex import quote

from healthtui.engine.check import MEDIUM, Facts, check, no_evidence
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, passed, unknown, warned
from healthtui.facts.measuring import LoadEvidence, LoadTest

_PASS, _WARN = 200, 500  # ms
_COMMANDS = {
    "k6": "k6 run --summary-export=k6-summary.json {script}",
    "Artillery": "npx artillery run --output artillery-report.json {script}",
}
_ANY = "npx autocannon -j http://localhost:3000 > autocannon.json"


@check(risk=MEDIUM)
def response_times(outputs: Facts[LoadEvidence], tests: Facts[LoadTest]) -> Verdict:
    scripts = [one for one in tests if one.is_script and one.tool in _COMMANDS]
    command = next((_COMMANDS[one.tool].format(script=quote(one.place.path)) for one in scripts), _ANY)
    fresh = [one for one in outputs if one.state == "fresh"]
    if not fresh:
        return no_evidence(outputs, "There is no output of a load test: of k6, Artillery or autocannon", "no output", command)
    worst = max(fresh, key=lambda one: (_step(one), one.at_most))
    evidence = [Evidence(one.place, f"{one.tool}: {_said(one)}") for one in fresh]
    summary, short = f"{_said(worst)} in {worst.place.path}", _time(worst.at_least if _step(worst) == _SLOW else worst.at_most)
    if _step(worst) == _UNPROVED:
        return unknown(Reason.NO_EVIDENCE, f"{summary}: below {_WARN} ms or not is not said", "not known", command)
    make = {_FAST: passed, _FAIR: warned, _SLOW: failed}[_step(worst)]
    return make(summary, evidence, short=short)


_FAST, _FAIR, _UNPROVED, _SLOW = range(4)


def _step(one: LoadEvidence) -> int:
    """By what is proved of p95: below 200 ms, below 500 ms, neither, at least 500 ms."""
    if one.at_least >= _WARN:
        return _SLOW
    return _FAST if one.at_most < _PASS else _FAIR if one.at_most < _WARN else _UNPROVED


def _said(one: LoadEvidence) -> str:
    """What is known of p95, and by what."""
    if one.at_least == one.at_most:
        return f"p95 is {_time(one.at_most)}"
    parts = [f"at least {_time(one.at_least)} ({one.above})"] if one.above else []
    parts += [f"at most {_time(one.at_most)} ({one.below})"] if one.below else []
    return f"p95 is {' and '.join(parts)}"


def _time(value: float) -> str:
    return f"{round(value, 1):g} ms" if value < 10_000 else f"{value / 1000:.0f} s"
