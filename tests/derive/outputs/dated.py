"""A project on disk whose outputs of tools have times of their own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from healthtui.engine.verdict import Verdict
from healthtui.live.scan import open_bench


class Project:
    """A real backend in a real git repository, scanned with a cache of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("package.json", json.dumps({"name": "shop", "dependencies": {"express": "5"}}))
        self.write("src/app.js", "const express = require('express');\nconst app = express();\n")
        self.git("init", "-q")

    def write(self, path: str, text: str, at: int = 1_000) -> None:
        """Writes a file; `at` is its time of modification."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (at, at))

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "as it is")

    def verdict(self, check: str) -> Verdict:
        """What a check says in a scan of its own, as a new session would."""
        bench = open_bench(self.root)
        bench.load()
        return next(one.verdict for one in bench.results() if one.check.id == check)
