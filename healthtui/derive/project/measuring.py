"""Load tests and profilers of a package: what scripts run, and what code takes in."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, facts_in, module_of, modules_in, paths_with
from healthtui.derive.libraries.measuring import INSPECTORS, LOAD_TESTERS, PROFILER_DOMAINS, PROFILERS
from healthtui.derive.repository.areas import is_generated
from healthtui.derive.repository.folders import holders, own_files
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import packages_taken, speaks_of
from healthtui.facts.base import Place
from healthtui.facts.measuring import LoadTest, Profiling
from healthtui.facts.project import Manifest, ToolCall, Workflow
from healthtui.facts.source import Literal
from healthtui.readers.measuring import calls_in

Use = tuple[Place, str]  # where, and of which tool


@derives(LoadTest)
def load_tests(db: Database, package: str) -> tuple[LoadTest, ...]:
    runs = {*paths_with(db, Manifest), *paths_with(db, Workflow)}
    return tuple(LoadTest(place, tool, place.path not in runs) for place, tool in _uses(db, package, "load"))


@derives(Profiling)
def profilings(db: Database, package: str) -> tuple[Profiling, ...]:
    return tuple(Profiling(*use) for use in _uses(db, package, "profile"))


def _uses(db: Database, package: str, purpose: str) -> list[Use]:
    """Each place once; those of no judged package, such as a folder of load tests of its own, speak of all."""
    found = [use for path in _with_calls(db) if speaks_of(db, path, package) for use in _calls(db, path, purpose)]
    for path in _with_imports(db, purpose):
        if speaks_of(db, path, package):
            found += _imports(db, path, purpose)
    return sorted(set(found))


@query
def _with_calls(db: Database) -> tuple[str, ...]:
    """The files that may run tools; manifests and workflows among them."""
    return tuple(path for kind in (Manifest, Workflow, ToolCall) for path in paths_with(db, kind))


@query
def _calls(db: Database, path: str, purpose: str) -> tuple[Use, ...]:
    found = [(one.line, one.purpose, one.tool) for one in facts_in(db, ToolCall, path)]
    for manifest in facts_in(db, Manifest, path):
        for name, script in manifest.scripts.items():
            found += [(manifest.lines.get(f"scripts.{name}", 1), *call) for call in calls_in(script)]
    for workflow in facts_in(db, Workflow, path):
        for step in workflow.steps:
            found += [(step.line, *call) for line in step.run.splitlines() for call in calls_in(line)]
            found += [
                (step.line, "load", "k6") for _ in range(step.uses.startswith(("grafana/k6-action", "grafana/run-k6-action")))
            ]
    return tuple((Place(path, line, 1), tool) for line, known, tool in found if known == purpose)


@query
def _with_imports(db: Database, purpose: str) -> tuple[str, ...]:
    """The source files, tests among them, that name a module of the purpose."""
    return tuple(path for package in holders(db) for path in _with_imports_in(db, package, purpose))


@query
def _with_imports_in(db: Database, package: str, purpose: str) -> tuple[str, ...]:
    wanted = LOAD_TESTERS.keys() if purpose == "load" else PROFILERS.keys() | INSPECTORS
    return tuple(path for path in own_files(db, package) if not is_generated(path) and _names(db, path) & wanted)


@query
def _names(db: Database, path: str) -> frozenset[str]:
    names = (name for name in modules_in(db, path) if not name.startswith("."))
    return frozenset(found for name in names for found in (name, package_of(name)))


@query
def _imports(db: Database, path: str, purpose: str) -> tuple[Use, ...]:
    """Source of which only the outline is read is taken at its word; else an import of types alone is none."""
    meaning = LOAD_TESTERS if purpose == "load" else PROFILERS
    if module_of(db, path) is None:
        taken: list[Use] = [(Place(path), name) for name in sorted(_names(db, path))]
    else:
        taken = list(packages_taken(db, path))
    found = [(place, meaning[name]) for place, name in taken if name in meaning]
    return (*found, *(_sessions(db, path) if purpose == "profile" else ()))


def _sessions(db: Database, path: str) -> Iterator[Use]:
    """Commands to the profilers of `node:inspector`; to open the inspector is debugging."""
    module = module_of(db, path)
    if module is None or not _names(db, path) & INSPECTORS:
        return
    for call in module.calls:
        first = call.arguments[0] if call.arguments else None
        if isinstance(first, Literal) and isinstance(first.value, str) and first.value.startswith(PROFILER_DOMAINS):
            yield Place(path, call.line, call.column), "node:inspector"
