"""Git history is read once, in any order and in any pieces, and always says the same."""

from __future__ import annotations

import random
import string
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from healthtui.engine import history as history_module
from healthtui.engine.cache import Cache
from healthtui.engine.history import read_history
from healthtui.facts.history import ScannedHistory

Commit = Callable[[Path, dict[str, str]], str]
PATHS = ["src/app.ts", ".env", "config/prod.env", "test/a.test.ts", "README.md", ".env.example"]


def made(length: int, dice: random.Random) -> str:
    """A random value that no committed line holds."""
    return "".join(dice.choice(string.ascii_letters + string.digits) for _ in range(length - 2)) + "a7"


def lines(dice: random.Random) -> list[str]:
    token = "ghp" + "_" + made(36, dice)
    return [
        "PORT=3000",
        f"const t = '{token}';",
        f"API_SECRET={made(24, dice)}",
        f"URL=postgres://bob:{made(14, dice)}@db.internal.net:5432/x",
        "const secret = 'changeme';",
    ]


def random_repository(root: Path, dice: random.Random, commits: int) -> list[str]:
    """Branches, merges, moves and removals; the commits, the last of which reaches all that the branch has."""
    choices = [line for _ in range(3) for line in lines(dice)]
    stream, trees = [], list[dict[str, str]]()
    for number in range(1, commits + 1):
        parents = sorted({max(1, number - dice.choice([1, 1, 1, 2, 4])) for _ in range(dice.choice([1, 1, 2]))}, reverse=True)
        parents = parents if number > 1 else []
        tree = {path: text for one in reversed(parents) for path, text in trees[one - 1].items()}
        for path in dice.sample(PATHS, dice.choice([1, 1, 2])):
            if path in tree and dice.random() < 0.3:
                del tree[path]
            else:
                tree[path] = "\n".join(dice.sample(choices, 2)) + "\n"
        trees.append(tree)
        stream.append(
            f"commit refs/heads/main\nmark :{number}\ncommitter A <a@example.test> {1_700_000_000 + number} +0000\ndata 0\n"
        )
        stream += [f"{'from' if at == 0 else 'merge'} :{parent}\n" for at, parent in enumerate(parents)]
        stream.append("deleteall\n")
        stream += [f"M 100644 inline {path}\ndata {len(text)}\n{text}\n" for path, text in tree.items()]
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    run = {"cwd": root, "check": True, "capture_output": True, "text": True}
    subprocess.run(["git", "fast-import", "--quiet", f"--export-marks={root}/.git/marks"], input="".join(stream), **run)  # type: ignore[call-overload]
    marks = (root / ".git/marks").read_text()
    return [line.split()[1] for line in sorted(marks.splitlines(), key=lambda line: int(line.split()[0][1:]))]


def last(states: Iterator[ScannedHistory]) -> ScannedHistory:
    return list(states)[-1]


@pytest.mark.parametrize("seed", range(6))
def test_in_pieces_and_in_any_order_it_is_what_it_is_at_once(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "_BATCH", 3)
    monkeypatch.setattr(history_module, "_TELL_SECONDS", 0.0)
    dice = random.Random(seed)
    root = tmp_path / "repo"
    commits = random_repository(root, dice, 25)
    for commit in [*dice.sample(commits, 6), commits[-1]]:
        cache = Cache(str(root), tmp_path / "cache")
        states = read_history(root, commit, cache)
        for _ in range(dice.choice([1, 2])):  # stopped half-way
            next(states, None)
        states.close()  # type: ignore[attr-defined]
        assert last(read_history(root, commit, cache)) == last(read_history(root, commit, None))
        cache.close()
    whole = last(read_history(root, commits[-1], None))
    assert whole.is_whole and whole.versions


def test_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = random_repository(tmp_path / "repo", random.Random(1), 12)
    cache = Cache("repo", tmp_path / "cache")
    before = last(read_history(tmp_path / "repo", commits[-1], cache))
    assert cache.history(commits[-1]) == before

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(history_module, "lasting_findings", refuse)
    assert last(read_history(tmp_path / "repo", commits[-1], cache)) == before


def test_the_first_commit_of_a_secret_is_named_and_the_value_is_not_kept(acme: Path, tmp_path: Path, commit: Commit) -> None:
    secret = made(24, random.Random(7))
    first = commit(acme, {".env": f"PORT=1\nAPI_SECRET={secret}\n"})
    commit(acme, {".env": f"API_SECRET={secret}\nPORT=2\n"})
    head = commit(acme, {".env": "PORT=3\n"})
    cache = Cache(str(acme), tmp_path / "cache")
    known = last(read_history(acme, head, cache))
    assert [(where, one.path, [found.line for found in one.findings]) for where, one in known.versions] == [(first, ".env", [2])]
    cache.close()
    assert all(secret.encode() not in file.read_bytes() for file in (tmp_path / "cache").iterdir())


def test_a_version_that_is_not_in_the_clone_is_said_and_looked_for_again(acme: Path, tmp_path: Path, commit: Commit) -> None:
    head = commit(acme, {"src/key.ts": f"const t = '{'ghp' + '_' + made(36, random.Random(3))}';\n"})
    lost = subprocess.run(
        ["git", "rev-parse", "HEAD:src/key.ts"], cwd=acme, capture_output=True, text=True, check=True
    ).stdout.strip()
    file = acme / ".git/objects" / lost[:2] / lost[2:]
    kept = file.read_bytes()
    file.unlink()
    cache = Cache(str(acme), tmp_path / "cache")
    assert [one.problem for _, one in last(read_history(acme, head, cache)).versions] == ["its content is not in this clone"]
    file.write_bytes(kept)
    assert [len(one.findings) for _, one in last(read_history(acme, head, cache)).versions] == [1]


def test_what_cannot_be_read_is_a_problem_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    assert last(read_history(tmp_path / "plain", "0" * 40, None)).problem
