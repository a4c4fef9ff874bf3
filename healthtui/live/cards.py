"""From a workbench to the scorecard that every view is drawn from."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from healthtui.derive.inputs import all_facts, derived, index_of
from healthtui.engine.workbench import Workbench
from healthtui.facts.backend import Endpoint, Recognised
from healthtui.facts.base import Place, Unreadable
from healthtui.facts.source import Class, Function
from healthtui.guidance.page import load_page
from healthtui.guidance.persona import Persona
from healthtui.scorecard.fingerprint import Spot
from healthtui.scorecard.model import Scorecard, SkippedFile
from healthtui.scorecard.score import Lookups, ScoredPackage, score
from healthtui.tree.base import TreeError


def card_of(bench: Workbench, persona: Persona) -> Scorecard:
    """The scorecard as things stand."""
    packages = [
        ScoredPackage(
            package,
            tuple(sorted({one.name for one in derived(bench.db, Recognised, package.path)})),
            derived(bench.db, Endpoint, package.path),
        )
        for package in bench.packages()
    ]
    repository = bench.tree.repository()
    skipped = tuple(SkippedFile(path, one.reason) for path, one in all_facts(bench.db, Unreadable))
    notes = repository.notes if packages else (*repository.notes, _NO_SERVER)
    lookups = Lookups(lambda check: load_page(check).title, persona.link, spots_of(bench))
    return score(repository, packages, bench.results(), lookups, skipped, notes)


_NO_SERVER = "No package here depends on and imports Express, Fastify or NestJS, so there is no backend to judge."


def spots_of(bench: Workbench) -> Callable[[str, Place], Spot]:
    """What stands at a place: its line as text and the function or class around it."""

    @lru_cache(maxsize=256)
    def lines(path: str, _content: str) -> list[str]:
        try:
            return bench.tree.read(path).decode("utf-8", "replace").splitlines()
        except (OSError, TreeError):
            return []

    def spot(check: str, place: Place) -> Spot:
        text = ""
        if place.line and not check.startswith("security.secrets"):
            found = lines(place.path, bench.store.contents.get(place.path, ""))
            text = found[place.line - 1] if place.line <= len(found) else ""
        return Spot(place.path, _symbol_at(bench, place), text)

    return spot


def _symbol_at(bench: Workbench, place: Place) -> str:
    index = index_of(bench.db, place.path)
    if index is None:
        return ""
    declared: list[Function | Class] = [*index.module.functions, *index.module.classes]
    around = [(one.line, one.name) for one in declared if one.name and one.line <= place.line <= one.end_line]
    return max(around, default=(0, ""))[1]
