"""One scan: a folder, or a revision of it, to its scorecard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from healthtui.derive.inputs import all_facts, paths_with
from healthtui.engine.cache import Cache
from healthtui.engine.workbench import Workbench
from healthtui.facts.base import Unreadable
from healthtui.facts.project import Manifest
from healthtui.facts.source import Outline
from healthtui.guidance.persona import Persona, load_persona
from healthtui.live.cards import card_of
from healthtui.scorecard.model import Scorecard
from healthtui.tree.base import TreeError
from healthtui.tree.commit import open_commit_tree
from healthtui.tree.working import open_working_tree


class NotANodeRepository(TreeError):
    """There is no `package.json` anywhere in the folder."""


def scan(path: Path, at: str | None = None, persona: Path | None = None) -> Scorecard:
    """The scorecard of a folder, or of a revision (`at`) of its repository.

    Raises `TreeError` (no such folder or revision), `NotANodeRepository`, `PersonaError`.
    """
    guidance = load_persona(persona)
    bench = open_bench(path, at)
    bench.load()
    return finished_card(bench, guidance)


def open_bench(path: Path, at: str | None = None, *, cached: bool = True) -> Workbench:
    """A workbench over a folder or a revision, nothing read yet. Raises `TreeError`."""
    reopen = partial(open_commit_tree, path, at) if at is not None else partial(open_working_tree, path)
    tree = reopen()
    return Workbench(tree, reopen, Cache(tree.repository().root) if cached else None)


def finished_card(bench: Workbench, persona: Persona) -> Scorecard:
    """The scorecard of what is read. Raises `NotANodeRepository`."""
    if not paths_with(bench.db, Manifest) and not _broken_manifests(bench):
        raise NotANodeRepository(_what_was_looked_for(bench))
    return card_of(bench, persona)


def _broken_manifests(bench: Workbench) -> list[str]:
    return [path for path, _ in all_facts(bench.db, Unreadable) if path.endswith("package.json")]


def _what_was_looked_for(bench: Workbench) -> str:
    root = bench.tree.repository().root
    sources = len(paths_with(bench.db, Outline))
    return f"{root} is no Node.js repository: no package.json in it or below ({sources} source files seen)"
