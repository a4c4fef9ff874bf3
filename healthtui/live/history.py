"""Git history beside the session: read in the background, so that neither the first card nor a save waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from healthtui.engine.cache import Cache
from healthtui.engine.history import read_history
from healthtui.engine.judge import told
from healthtui.engine.workbench import Workbench
from healthtui.facts.history import ScannedHistory

REPORT_SECONDS = 120.0  # how long a report waits; what was read by then is kept, and the next one goes on from there


def recall_history(bench: Workbench) -> None:
    """Takes the history from the cache where it was read to its end. Until that of a new commit is known, what is known
    of the one before stands."""
    repository = bench.repository
    if not repository.is_git:
        bench.history = None
    elif bench.history is None or bench.history.commit != repository.commit:
        kept = bench.cache.history(repository.commit) if bench.cache is not None else None
        bench.history = kept or bench.history or ScannedHistory(repository.commit, 0, 0, False, ())


def wait_for_history(bench: Workbench, seconds: float = REPORT_SECONDS) -> None:
    """Reads the history to its end, or for as long as that."""
    recall_history(bench)
    if _is_wanted(bench):
        until = time.monotonic() + seconds
        for known in read_history(Path(bench.repository.root), bench.repository.commit, bench.cache):
            bench.history = known
            if time.monotonic() >= until:
                return


def _is_wanted(bench: Workbench) -> bool:
    known, commit = bench.history, bench.repository.commit
    return known is not None and bool(commit) and not (known.commit == commit and known.is_whole)


class HistoryThread:
    """Reads the history of the commit that is checked out; `tell` is called from the thread."""

    def __init__(self, tell: Callable[[ScannedHistory], None]) -> None:
        self._tell = tell
        self._commit = ""
        self._stopping = threading.Event()

    def follow(self, bench: Workbench) -> None:
        """Begins where the commit is another than before and its history is not known."""
        commit = bench.repository.commit
        if commit == self._commit:
            return
        self.stop()
        self._commit, self._stopping = commit, threading.Event()
        if _is_wanted(bench):
            arguments = (Path(bench.repository.root), commit, bench.cache is not None, self._stopping)
            threading.Thread(target=self._run, args=arguments, name="healthtui-history", daemon=True).start()

    def stop(self) -> None:
        self._commit = ""
        self._stopping.set()

    def _run(self, root: Path, commit: str, is_cached: bool, stopping: threading.Event) -> None:
        cache = Cache(str(root)) if is_cached else None
        try:
            for history in read_history(root, commit, cache):
                if stopping.is_set():
                    return
                self._tell(history)
        except Exception as error:  # noqa: BLE001 - the session goes on, and says so
            self._tell(ScannedHistory(commit, 0, 0, False, (), told(error)))
        finally:
            if cache is not None:
                cache.close()
