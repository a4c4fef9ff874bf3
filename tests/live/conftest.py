"""A real repository, watched by a real session."""

from __future__ import annotations

import os
import queue
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from healthtui.live.session import LiveSession
from healthtui.live.status import Change, Phase, Status
from healthtui.scorecard.model import CheckResult, Scorecard

PATIENCE = 30.0  # seconds; the machine may be busy
FILES = {
    "package.json": '{"name": "acme", "dependencies": {"express": "5", "cors": "2"}}',
    ".gitignore": "node_modules/\ncoverage/\n",
    "src/app.ts": "import express from 'express';\nconst app = express();\napp.get('/', (req, res) => res.json(1));\n",
}
OPEN = "import express from 'express';\nimport cors from 'cors';\nconst app = express();\napp.use(cors());\n"


class Watched:
    """A session and all that it has said."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.session = LiveSession(root)
        self.said: queue.SimpleQueue[tuple[Scorecard, Change] | Status] = queue.SimpleQueue()
        self.cards: list[tuple[Scorecard, Change]] = []
        self.statuses: list[Status] = []

    def start(self) -> None:
        self.session.start(lambda card, change: self.said.put((card, change)), self.said.put)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Listens until it is so; fails when that takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            self._hear(deadline - time.monotonic())

    def quiet(self, seconds: float = 0.5) -> None:
        """Listens until nothing has been said for a while."""
        try:
            while True:
                self._hear(seconds)
        except queue.Empty:
            return

    def _hear(self, timeout: float) -> None:
        said = self.said.get(timeout=max(timeout, 0.0))
        (self.statuses if isinstance(said, Status) else self.cards).append(said)  # type: ignore[arg-type]

    def live(self) -> None:
        """Listens until the first card stands."""
        self.until(lambda: bool(self.cards) and self.status.phase is Phase.LIVE)

    @property
    def card(self) -> Scorecard:
        return self.cards[-1][0]

    @property
    def status(self) -> Status:
        return self.statuses[-1]

    def check(self, check_id: str) -> CheckResult:
        return next(check for check in self.card.checks if check.id == check_id)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.test")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, capture_output=True, check=True)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty git repository, away from this machine's settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "acme"
    root.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    return root


@pytest.fixture
def watched(place: Path) -> Iterator[Watched]:
    """A session over a small committed application, at the first card that knows its history."""
    for path, text in FILES.items():
        (place / path).parent.mkdir(exist_ok=True)
        (place / path).write_text(text)
    watched = Watched(place)
    watched.git("add", "-A")
    watched.git("commit", "-qm", "all")
    watched.start()
    watched.live()
    watched.until(lambda: watched.check("security.secrets-history").outcome.is_known)
    del watched.cards[:-1], watched.statuses[:-1]
    yield watched
    watched.session.stop()


@pytest.fixture
def watched_bare(place: Path) -> Iterator[Watched]:
    """A session over an empty folder, not started."""
    watched = Watched(place)
    yield watched
    watched.session.stop()
