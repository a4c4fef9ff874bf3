"""The test runner of a package."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.inputs import derived, derives, facts_in
from healthtui.derive.project.nearby import settings_for
from healthtui.facts.base import Place
from healthtui.facts.derived import Package
from healthtui.facts.project import ToolConfig
from healthtui.facts.testing import RunnerSighting

_RUNNERS = ("vitest", "jest", "mocha", "ava", "tap", "jasmine")


@derives(RunnerSighting)
def runners(db: Database, package: str) -> tuple[RunnerSighting, ...]:
    """Those that are configured or run by a script, nearest first; else those that the package depends on."""
    found: dict[str, RunnerSighting] = {}
    for path in settings_for(db, ToolConfig, package):
        for config in facts_in(db, ToolConfig, path):
            if config.role == "test-runner":
                found.setdefault(config.tool, RunnerSighting(Place(path, config.line, 1), config.tool))
    (itself,) = derived(db, Package, package)
    for name in _RUNNERS:
        if name in itself.development | itself.dependencies:
            found.setdefault(name, RunnerSighting(itself.place, name))
    return tuple(found.values())
