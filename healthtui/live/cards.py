"""From a workbench to the scorecard that every view is drawn from."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from healthtui.derive.database import Database
from healthtui.derive.inputs import all_facts, derived, index_of, paths_with
from healthtui.engine.workbench import Workbench
from healthtui.facts.base import Place, Unreadable
from healthtui.facts.derived import Derived, Package, Recognised
from healthtui.facts.http import Endpoint, Operation
from healthtui.facts.project import Manifest
from healthtui.facts.source import Class, Function
from healthtui.guidance.page import PageError, load_page
from healthtui.live.settings import Settings
from healthtui.scorecard.fingerprint import Spot
from healthtui.scorecard.model import Scorecard, SkippedFile
from healthtui.scorecard.ruler import expired, ruled
from healthtui.scorecard.score import Lookups, ScoredPackage, Waivers, score
from healthtui.tree.base import TreeError

D = TypeVar("D", bound=Derived)
_NO_SERVER = "No package here depends on and imports Express, Fastify or NestJS, so there is no backend to judge."
_SECRETS = "security.secrets"


class CardMaker:
    """Makes the scorecards of a workbench, one after another; what stands at a place is looked up once for each content."""

    def __init__(self, bench: Workbench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings
        self._lookups = Lookups(_title_of, settings.persona.link, self._spot)
        self._lines: dict[str, tuple[str, list[str]]] = {}  # path → content id, lines
        self._spots: dict[tuple[str, Place], tuple[str, Spot]] = {}  # the same for what stands at a place

    def card(self) -> Scorecard:
        """The scorecard as things stand. Raises `TreeError` when the repository cannot be read."""
        bench = self._bench
        packages = [self._scored(package) for package in bench.packages()]
        skipped = [SkippedFile(path, one.reason) for path, one in all_facts(bench.db, Unreadable)]
        skipped += [SkippedFile(path, "half written: judged as it was before") for path in bench.held]
        missing = () if packages else (what_is_missing(bench) or _NO_SERVER,)
        config, today = self._settings.config, date.today()
        notes = (*bench.repository.notes, *map(str, expired(config, today)), *self._settings.notes, *missing)
        results, waivers = ruled(bench.results(), config), Waivers(config.waivers, today)
        return score(bench.repository, packages, results, self._lookups, tuple(skipped), notes, waivers)

    def _scored(self, package: Package) -> ScoredPackage:
        db, path = self._bench.db, package.path
        recognised = {one.name for one in _shown(db, Recognised, path)}
        endpoints, operations = _shown(db, Endpoint, path), _shown(db, Operation, path)
        return ScoredPackage(package, tuple(sorted(recognised)), endpoints, operations)

    def _spot(self, check: str, place: Place) -> Spot:
        """What stands at a place: its line as text and the function or class around it."""
        content = self._bench.store.contents.get(place.path, "")
        held = self._spots.get((check, place))
        if held is None or held[0] != content:
            held = self._spots[check, place] = (content, self._look(check, place))
        return held[1]

    def _look(self, check: str, place: Place) -> Spot:
        text = ""
        if place.line and check != _SECRETS:
            lines = self._lines_of(place.path)
            text = lines[place.line - 1] if place.line <= len(lines) else ""
        return Spot(place.path, _symbol_at(self._bench, place), text)

    def _lines_of(self, path: str) -> list[str]:
        content = self._bench.store.contents.get(path, "")
        held = self._lines.get(path)
        if held is None or held[0] != content:
            held = self._lines[path] = (content, self._read_lines(path))
        return held[1]

    def _read_lines(self, path: str) -> list[str]:
        try:
            return self._bench.tree.read(path).decode("utf-8", "replace").splitlines()
        except (OSError, TreeError):
            return []


def what_is_missing(bench: Workbench) -> str:
    """What makes it no Node.js repository, or "" when it is one."""
    broken = any(path.endswith("package.json") for path, _ in all_facts(bench.db, Unreadable))
    if broken or paths_with(bench.db, Manifest):
        return ""
    return f"No package.json in {bench.repository.root} or below."


def _shown(db: Database, kind: type[D], package: str) -> tuple[D, ...]:
    """The derived facts of a package; none where the derivation breaks, of which the checks that read it tell."""
    try:
        return derived(db, kind, package)
    except Exception:  # noqa: BLE001 - as above
        return ()


def _title_of(check: str) -> str:
    """The title of a check's page; a pack of a team may have none."""
    try:
        return load_page(check).title
    except PageError:
        return check


def _symbol_at(bench: Workbench, place: Place) -> str:
    index = index_of(bench.db, place.path)
    if index is None:
        return ""
    declared: list[Function | Class] = [*index.module.functions, *index.module.classes]
    around = [(one.line, one.name) for one in declared if one.name and one.line <= place.line <= one.end_line]
    return max(around, default=(0, ""))[1]
