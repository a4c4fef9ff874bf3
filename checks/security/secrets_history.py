"""Never commit secrets, and replace those that were."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.history import HistoricSecret, HistoryState

_WHERE = {"test": "tests", "example": "examples", "seed": "seeds", "docs": "docs", "ci": "CI services"}


@check(risk=CRITICAL)
def secrets_history(states: Facts[HistoryState], secrets: Facts[HistoricSecret]) -> Verdict:
    if not states:
        return not_applicable("There is no git history")
    state = states[0]
    if exposed := [one for one in secrets if one.area == "code"]:
        noun = "credential" if len(exposed) == 1 else "credentials"
        return failed(
            f"{len(exposed)} {noun} in the history, {_extent(state)} read", _evidence(exposed), short=f"{len(exposed)} found"
        )
    if reason := _lack(state):
        code = Reason.UNREADABLE if state.problem else Reason.NO_EVIDENCE
        return unknown(code, reason, short="not whole")
    if secrets:
        where = ", ".join(dict.fromkeys(_WHERE[one.area] for one in secrets))
        return warned(f"Credentials only in {where}, {_extent(state)} read", _evidence(secrets), short=f"{len(secrets)} mild")
    return passed(f"No credential in {_extent(state)}")


def _extent(state: HistoryState) -> str:
    """How much of the history was read."""
    part = f"{state.scanned} of {state.total}" if state.scanned < state.total else f"{state.total}"
    noun = "commit" if part == "1" else "commits"
    return f"{part} {noun}" + (" of a clone that is cut off" if state.is_cut else "")


def _lack(state: HistoryState) -> str:
    """Why nothing more can be said, or ""."""
    if state.problem:
        return f"The history cannot be read: {state.problem}"[:140]
    if state.scanned < state.total or not state.total:
        return f"Not read to its end yet: {state.scanned} of {state.total} commits" if state.total else "Not read yet"
    if state.is_cut:
        return f"None in {state.total} commits, where the clone is cut off: git fetch --unshallow brings the rest"
    return f"{state.gaps} versions of files could not be scanned" if state.gaps else ""


def _evidence(secrets: list[HistoricSecret] | Facts[HistoricSecret]) -> list[Evidence]:
    return [Evidence(one.place, _message(one), one.commit) for one in secrets]


def _message(one: HistoricSecret) -> str:
    when = f"in {one.commit[:8]}, {'removed since' if one.is_removed else 'and still here'}"
    return f"{one.title[:40]}: {one.preview} {when}"
