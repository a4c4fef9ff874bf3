"""Runs the checks over a package's facts: each is a memoised query, so only what a change can touch runs again."""

from __future__ import annotations

import traceback
from pathlib import PurePath
from typing import Any

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derived
from healthtui.engine.check import Check, Facts
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Reason, Verdict, unknown
from healthtui.facts.derived import Package


def judge(db: Database, checks: tuple[Check, ...], packages: tuple[Package, ...]) -> tuple[RawResult, ...]:
    """Every check over every package, in order."""
    return tuple(RawResult(check, package.path, verdict_of(db, check, package.path)) for package in packages for check in checks)


@query
def verdict_of(db: Database, check: Check, package: str) -> Verdict:
    """What a check says of a package; one that breaks says `unknown`, and where."""
    try:
        verdict = check.judge(*(_facts(db, kind, package) for kind in check.kinds))
        if not isinstance(verdict, Verdict):
            raise TypeError(f"{check.id} returned {type(verdict).__name__}, not a verdict")
        return verdict
    except Exception as error:  # noqa: BLE001 - a check that breaks must not take the others with it
        return unknown(Reason.ERROR, f"The check broke: {told(error)}", short="broke")


def told(error: Exception) -> str:
    """An error of our own on one line: where in the code, and what."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{said[:160]} ({PurePath(frame.f_code.co_filename).name}:{line})"


def _facts(db: Database, kind: type[Any], package: str) -> Any:  # noqa: ANN401 - a fact of any kind
    found = derived(db, kind, package)
    return found[0] if kind is Package else Facts(found)
