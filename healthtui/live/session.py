"""A repository that is watched: every settled change becomes a new scorecard; the old one stays until then."""

from __future__ import annotations

import gc
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from healthtui.engine.workbench import Workbench
from healthtui.guidance.page import Page, load_page
from healthtui.guidance.persona import load_persona
from healthtui.live.scan import finished_card, open_bench
from healthtui.live.status import Change, Phase, Status
from healthtui.scorecard.model import Scorecard
from healthtui.tree.base import TreeError
from healthtui.tree.watch import Batch, Watcher
from healthtui.tree.working import WorkingTree

OnCard = Callable[[Scorecard, Change], None]
OnStatus = Callable[[Status], None]
_RULES = (".gitignore", ".git/info/exclude")


class LiveSession:
    """Reads, watches and judges on a thread of its own; both callbacks are called from there."""

    def __init__(self, path: Path, persona: Path | None = None) -> None:
        """Raises `TreeError` and `PersonaError`; nothing is read of the files yet."""
        self._persona = load_persona(persona)
        self._bench: Workbench = open_bench(path)
        self._root = Path(self._bench.tree.repository().root)
        self._work: queue.SimpleQueue[Batch | str] = queue.SimpleQueue()
        self._watcher: Watcher | None = None
        self._thread: threading.Thread | None = None
        self._waiting: list[Batch] = []
        self._is_paused = False
        self._note = ""

    def start(self, on_card: OnCard, on_status: OnStatus) -> None:
        self._on_card, self._on_status = on_card, on_status
        self._thread = threading.Thread(target=self._run, name="healthtui-engine", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._work.put("stop")
        if self._watcher is not None:
            self._watcher.stop()
        if self._thread is not None:
            self._thread.join(2)

    def pause(self) -> None:
        self._work.put("pause")

    def resume(self) -> None:
        self._work.put("resume")

    def rerun(self) -> None:
        """Reads and judges everything again, without the cache."""
        self._work.put("rerun")

    def excerpt(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        """The lines about `line`, each with its number; empty when the file is gone or no text."""
        try:
            lines = self._bench.tree.read(path).decode("utf-8", "replace").splitlines()
        except (OSError, TreeError):
            return []
        first = max(1, line - around)
        return [(number, lines[number - 1]) for number in range(first, min(len(lines), line + around) + 1)]

    def page(self, check_id: str) -> Page:
        """The guidance of a check. Raises `PageError` when there is none."""
        return load_page(check_id)

    def _run(self) -> None:
        try:
            self._on_status(Status(Phase.SCANNING))
            self._watcher = Watcher(self._root, self._is_pruned, self._work.put)
            self._watcher.start()  # before the scan, so that no change between the two is lost
            self._scan()
            gc.collect()
            gc.freeze()  # the facts of the scan are never garbage: a full collection would cost a save 20-70 ms
            while (job := self._work.get()) != "stop":
                self._do(job)
        except TreeError as error:
            self._on_status(Status(Phase.GONE, note=str(error)))

    def _scan(self) -> None:
        started = time.perf_counter()
        self._bench.load()
        self._publish((), started)

    def _do(self, job: Batch | str) -> None:
        if isinstance(job, Batch):
            self._waiting.append(job)
        elif job == "rerun":
            self._bench = open_bench(self._root, cached=False)
            self._waiting.clear()
            self._scan()
        else:
            self._is_paused = job == "pause"
        if self._is_paused:
            waiting = len({path for batch in self._waiting for path in (*batch.paths, *batch.resync)})
            self._on_status(Status(Phase.PAUSED, waiting, note=self._note))
            return
        self._settle()

    def _settle(self) -> None:
        batches, self._waiting = self._waiting, []
        started = time.perf_counter()
        if any(batch.root_gone for batch in batches) and not self._root.is_dir():
            self._on_status(Status(Phase.GONE, note=f"{self._root} is gone"))
            return
        self._note = next((note for batch in reversed(batches) for note in batch.notes), self._note)
        paths = frozenset(path for batch in batches for path in batch.paths)
        needs_listing = any(batch.resync or batch.root_gone for batch in batches) or self._rules_changed(paths)
        changed = self._relist() if needs_listing else self._bench.update(paths)
        if changed:
            self._publish(tuple(sorted(paths)), started)
        else:
            self._on_status(Status(Phase.LIVE, note=self._note))

    def _rules_changed(self, paths: frozenset[str]) -> bool:
        return any(path.endswith(_RULES) or path in (".git/HEAD", ".git/index") for path in paths)

    def _relist(self) -> bool:
        """Lists the tree again after a change of rules, of the branch, or of whole folders."""
        changed = self._bench.relist()
        if self._watcher is not None:
            self._watcher.refresh()
        return changed

    def _publish(self, paths: tuple[str, ...], started: float) -> None:
        card = finished_card(self._bench, self._persona)
        self._on_card(card, Change(paths, time.perf_counter() - started))
        self._on_status(Status(Phase.LIVE, note=self._note))

    def _is_pruned(self, path: str, name: str) -> bool:
        tree = self._bench.tree
        return isinstance(tree, WorkingTree) and tree.is_pruned(path, name)
