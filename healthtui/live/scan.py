"""One scan: a folder, or a revision of it, to its scorecard."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from healthtui.engine.cache import Cache
from healthtui.engine.cache_limit import prune_beside
from healthtui.engine.pool import OnProgress, silent
from healthtui.engine.workbench import Workbench
from healthtui.live.cards import CardMaker, what_is_missing
from healthtui.live.history import wait_for_history
from healthtui.live.settings import Settings, excluder, read_settings
from healthtui.scorecard.model import Scorecard
from healthtui.tree.base import TreeError
from healthtui.tree.commit import open_commit_tree
from healthtui.tree.working import open_working_tree


class NotANodeRepository(TreeError):
    """There is no `package.json` anywhere in the folder."""


def scan(
    path: Path,
    at: str | None = None,
    persona: Path | None = None,
    on_progress: OnProgress = silent,
    on_settings: Callable[[Settings], None] = lambda _settings: None,
) -> Scorecard:
    """The scorecard of a folder, or of a revision (`at`) of its repository. `on_settings` is told before anything is read.

    Raises `TreeError` (no such folder or revision), `NotANodeRepository`, `PersonaError`.
    """
    bench = open_bench(path, at)
    settings = read_settings(bench.tree, bench.checks, persona)
    on_settings(settings)
    bench.is_excluded = excluder(settings.config)
    with uncollected():
        bench.load(on_progress)
        if missing := what_is_missing(bench):
            raise NotANodeRepository(missing)
        wait_for_history(bench)
        card = CardMaker(bench, settings).card()
    prune_beside()
    return card


@contextmanager
def uncollected() -> Iterator[None]:
    """What a scan makes is kept: to look for garbage in it only takes time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def open_bench(path: Path, at: str | None = None, *, cached: bool = True) -> Workbench:
    """A workbench over a folder or a revision, nothing read yet. Raises `TreeError`."""
    reopen = partial(open_commit_tree, path, at) if at is not None else partial(open_working_tree, path)
    bench = Workbench(reopen(), reopen)
    if cached:
        bench.cache = Cache(bench.repository.root)
    return bench
