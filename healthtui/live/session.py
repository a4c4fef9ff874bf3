"""A repository that is watched: every settled change becomes a new scorecard; the old one stays until then."""

from __future__ import annotations

import gc
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from healthtui.engine.cache_limit import prune_beside
from healthtui.engine.judge import told
from healthtui.engine.pool import OnProgress
from healthtui.engine.workers import end_workers
from healthtui.facts.history import ScannedHistory
from healthtui.live.cards import CardMaker
from healthtui.live.excerpt import Excerpts
from healthtui.live.history import HistoryThread, recall_history
from healthtui.live.last_card import keep_card
from healthtui.live.progress import now_and_then
from healthtui.live.scan import open_bench, uncollected
from healthtui.live.settings import excluder, read_settings, standing
from healthtui.live.status import Change, Phase, Status, named
from healthtui.scorecard.model import Scorecard
from healthtui.tree.base import TreeError
from healthtui.tree.watch import Batch, Watcher
from healthtui.tree.working import WorkingTree

OnCard = Callable[[Scorecard, Change], None]
OnStatus = Callable[[Status], None]
Job = Batch | ScannedHistory | Literal["pause", "resume", "look", "rerun", "stop"]

RETRY_SECONDS = 5.0  # after something broke
ROOT_SECONDS = 0.5  # between two looks for a folder that is gone
STOP_SECONDS = 0.5


class _Stopped(Exception):
    """The user has left."""


class LiveSession:
    """Reads, watches and judges on a thread of its own; both callbacks are called from there."""

    def __init__(self, path: Path, persona: Path | None = None) -> None:
        """Raises `TreeError` and `PersonaError`; of the files only the settings are read yet."""
        self._persona = persona
        self._bench = open_bench(path)
        self.settings = read_settings(self._bench.tree, self._bench.checks, persona)
        self._root = Path(self._bench.repository.root)
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="healthtui-engine", daemon=True)
        self._history = HistoryThread(self._jobs.put)
        self._excerpts = Excerpts(self._bench.tree)
        self._waiting: list[Batch] = []
        self._is_paused = self._is_behind = self._is_rerun = False
        self._must_begin = True
        self._card: Scorecard | None = None
        self._note = ""

    def start(self, on_card: OnCard, on_status: OnStatus) -> None:
        self._on_card, self._on_status = on_card, on_status
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._jobs.put("stop")
        end_workers()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def pause(self) -> None:
        self._jobs.put("pause")

    def resume(self) -> None:
        self._jobs.put("resume")

    def look_again(self) -> None:
        """Looks for what changed without being noticed, the outputs of tools among it, and judges that."""
        self._jobs.put("look")

    def rerun(self) -> None:
        """Reads and judges everything again, without what the cache holds."""
        self._jobs.put("rerun")

    def excerpt(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        """The lines about `line`, each with its number, known secrets masked; empty when the file is gone or no text."""
        return self._excerpts.around(path, line, around)

    def _run(self) -> None:
        self._watcher: Watcher | None = None
        try:
            while not self._stopping.is_set():
                self._step()
        except _Stopped:
            pass
        finally:
            self._history.stop()
            if self._watcher is not None:
                self._watcher.stop()

    def _step(self) -> None:
        """Begins, or takes one turn; whatever breaks there is said, and tried again."""
        try:
            if self._must_begin:
                self._begin()
            else:
                self._turn()
        except _Stopped:
            raise
        except TreeError as error:
            self._fail(str(error))
        except Exception as error:  # noqa: BLE001 - no single change may end the session
            self._fail(f"The last change could not be judged: {told(error)}")

    def _fail(self, reason: str) -> None:
        if not self._root.is_dir():
            self._tell(Phase.GONE, f"{self._root} is gone")
            self._must_begin = True
            while not self._root.is_dir():
                self._rest(ROOT_SECONDS)
            return
        self._is_behind = True
        self._tell(Phase.LIVE, reason)
        if self._must_begin:
            self._rest(RETRY_SECONDS)

    def _begin(self) -> None:
        """Watches and reads the whole folder, at the start, after it was gone, and when everything is to be read again."""
        started = time.perf_counter()
        self._tell(Phase.SCANNING)
        self._history.stop()
        is_again = self._watcher is not None
        if self._watcher is not None:
            self._watcher.stop()
            self._bench = open_bench(self._root)
            self._root = Path(self._bench.repository.root)
            self._excerpts.tree = self._bench.tree
        self._waiting.clear()
        self._watcher = Watcher(self._root, self._is_pruned, self._jobs.put)
        self._watcher.start()  # before the scan, so that no change between the two is lost
        self._follow_settings()
        self._maker = CardMaker(self._bench, self.settings)
        if is_again:  # what was read before is garbage now; at the start there is none, and the screen need not wait
            gc.unfreeze()
            gc.collect()
        with uncollected():
            self._bench.load(self._progress(), from_cache=not self._is_rerun)
            self._publish((), started)
        self._must_begin = self._is_behind = self._is_rerun = False
        gc.freeze()  # the facts of the scan are never garbage: a full collection would hold up the screen and saves

    def _turn(self) -> None:
        """Waits for a job, then takes all that there are as one."""
        try:
            job = self._jobs.get(timeout=RETRY_SECONDS if self._is_behind and not self._is_paused else None)
        except queue.Empty:
            job = "resume"
        started = time.perf_counter()
        self._take(job)
        while not self._jobs.empty():
            self._take(self._jobs.get())
        if self._is_rerun or any(batch.root_gone for batch in self._waiting):
            self._must_begin = True
        elif self._is_paused:
            self._tell(Phase.PAUSED, self._note)
        else:
            self._settle(started)

    def _take(self, job: Job) -> None:
        if self._stopping.is_set():
            raise _Stopped
        if isinstance(job, Batch):
            self._waiting.append(job)
            self._note = job.notes[-1] if job.notes else self._note
        elif isinstance(job, ScannedHistory):
            if job.commit == self._bench.repository.commit:
                self._bench.history = job
        elif job == "rerun":
            self._is_rerun = True
        elif job == "look":
            self._is_behind = True
        else:
            self._is_paused = job == "pause"

    def _settle(self, started: float) -> None:
        batches, self._waiting = self._waiting, []
        paths = frozenset(path for batch in batches for path in batch.paths)
        folders = frozenset(folder for batch in batches for folder in batch.resync)
        has_new_rules = self._bench.needs_listing(paths)
        if paths & self.settings.files:
            self._follow_settings()
            self._maker = CardMaker(self._bench, self.settings)
            has_new_rules = True
        if has_new_rules or folders or self._is_behind:
            self._bench.relist(paths)
        else:
            self._bench.update(paths, holds=True)
        self._publish(tuple(sorted(paths | folders)), started)
        self._is_behind = False
        if has_new_rules and self._watcher is not None:
            self._watcher.refresh()

    def _follow_settings(self) -> None:
        self.settings = read_settings(self._bench.tree, self._bench.checks, self._persona, self.settings)
        self._bench.is_excluded = excluder(self.settings.config)

    def _publish(self, paths: tuple[str, ...], started: float) -> None:
        """Tells the new scorecard where it differs from the last one."""
        recall_history(self._bench)
        card = self._maker.card()
        self._bench.db.forget()
        self._excerpts.know(self._bench, card)
        if card != self._card and not self._stopping.is_set():
            is_same_session = self._card is not None and not self._is_rerun  # the folder was gone, and is back
            is_news = bool(paths) or (is_same_session if self._must_begin else self._is_behind)
            self._card = card
            self._on_card(card, Change(paths, time.perf_counter() - started, is_news))
        self._history.follow(self._bench)
        self._tell(Phase.LIVE, self._note)
        keep_card(self._root, card)
        prune_beside(daemon=True)

    def _tell(self, phase: Phase, note: str = "", done: int = 0, total: int = 0) -> None:
        if self._stopping.is_set():
            raise _Stopped
        waiting = len({path for batch in self._waiting for path in (*batch.paths, *batch.resync)})
        held, problems = named(self._bench.held), standing(self.settings.problems)
        self._on_status(Status(phase, waiting, done, total, bool(self._note), note, held, problems))

    def _progress(self) -> OnProgress:
        tell = now_and_then(lambda done, total: self._tell(Phase.SCANNING, done=done, total=total))

        def say(done: int, total: int) -> None:
            if self._stopping.is_set():
                raise _Stopped
            tell(done, total)

        return say

    def _rest(self, seconds: float) -> None:
        if self._stopping.wait(seconds):
            raise _Stopped

    def _is_pruned(self, path: str, name: str) -> bool:
        return isinstance(tree := self._bench.tree, WorkingTree) and tree.is_pruned(path, name)
