"""Outputs of load tests that speak of a package, whether they still hold, and between what their 95th percentile lies."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, facts_in, paths_with
from healthtui.derive.outputs.freshness import changed_since
from healthtui.derive.outputs.unreadable import unreadable
from healthtui.derive.repository.folders import folder_of
from healthtui.derive.repository.packages import request_path_files, scored_packages
from healthtui.facts.base import Place
from healthtui.facts.measuring import LoadEvidence
from healthtui.facts.outputs import LoadRun

_PERCENT = 95.0
_NAMES = {0.0: "the shortest", 50.0: "the median", 100.0: "the longest"}


@query
def load_run_bases(db: Database, package: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The outputs that speak of a package, each with the code that answered."""
    code = request_path_files(db, package)
    return tuple((path, code) for path in paths_with(db, LoadRun) if _is_of(db, path, package))


def _is_of(db: Database, path: str, package: str) -> bool:
    """An output names no file: of several servers it speaks of the one in whose folder it lies."""
    servers = {one.path for one in scored_packages(db)}
    owner = folder_of(db, path) or "."
    return owner == package or (owner not in servers and len(servers) == 1)


@derives(LoadEvidence)
def load_evidence(db: Database, package: str) -> tuple[LoadEvidence, ...]:
    return (*_states(db, package), *_broken(db, package))


def _states(db: Database, package: str) -> Iterator[LoadEvidence]:
    for path, code in load_run_bases(db, package):
        changed = changed_since(db, path, code)
        for run in facts_in(db, LoadRun, path):
            yield LoadEvidence(Place(path), "stale" if changed else "fresh", changed, run.tool, *_bounds(run.percentiles))


def _bounds(percentiles: tuple[tuple[float, float], ...]) -> tuple[float, float, str, str]:
    """The nearest percentiles on both sides of the 95th; nothing proves a bound where there is none on a side."""
    at_least = max((one for one in percentiles if one[0] <= _PERCENT), default=(-1.0, 0.0))
    at_most = min((one for one in percentiles if one[0] >= _PERCENT), default=(-1.0, float("inf")))
    return at_least[1], at_most[1], _name(at_least[0]), _name(at_most[0])


def _name(percent: float) -> str:
    return "" if percent < 0 else _NAMES.get(percent, f"p{percent:g}")


def _broken(db: Database, package: str) -> Iterator[LoadEvidence]:
    return (LoadEvidence(place, "unreadable", reason) for place, reason in unreadable(db, package, "loadrun"))
