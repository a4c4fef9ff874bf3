"""Runs the checks over a package's facts: each is a memoised query, so only what a change can touch runs again."""

from __future__ import annotations

import traceback
from typing import Any

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derived
from healthtui.engine.check import Check, Facts
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Reason, Verdict, unknown
from healthtui.facts.backend import Package


def judge(db: Database, checks: tuple[Check, ...], packages: tuple[Package, ...]) -> tuple[RawResult, ...]:
    """Every check over every package, in order."""
    return tuple(RawResult(check, package.path, verdict_of(db, check, package.path)) for package in packages for check in checks)


@query
def verdict_of(db: Database, check: Check, package: str) -> Verdict:
    """What a check says of a package; one that breaks says `unknown`, and where."""
    try:
        return check.judge(*(_facts(db, kind, package) for kind in check.kinds))
    except Exception as error:  # noqa: BLE001 - a check that breaks must not take the others with it
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{frame.filename.rpartition('healthtui/')[2]}:{frame.lineno}"
        return unknown(Reason.ERROR, f"The check broke: {type(error).__name__}: {error} ({where})"[:200], short="broke")


def _facts(db: Database, kind: type[Any], package: str) -> Any:  # noqa: ANN401 - a fact of any kind
    found = derived(db, kind, package)
    return found[0] if kind is Package else Facts(found)
