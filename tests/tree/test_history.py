"""What each commit brought, over real repositories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.tree.base import TreeError
from healthtui.tree.history import History, open_history

Run = Callable[..., str]
Write = Callable[[Path, dict[str, str]], None]
Commit = Callable[[Path], str]


def brought(history: History) -> list[list[str]]:
    """The paths of each commit, the oldest first."""
    commits = history.commits()[::-1]
    versions = history.versions(commits)
    return [sorted(path for path, _ in versions[commit]) for commit in commits]


def test_a_commit_brings_what_is_new_or_changed_and_not_what_it_removes(repo: Path, write: Write, commit_all: Commit) -> None:
    write(repo, {"a.ts": "1", "b/c.ts": "1", "name with\nline.ts": "1", "ünïcode.ts": "1"})
    commit_all(repo)
    write(repo, {"a.ts": "2"})
    (repo / "b/c.ts").unlink()
    head = commit_all(repo)
    with open_history(repo, head) as history:
        assert brought(history) == [["a.ts", "b/c.ts", "name with\nline.ts", "ünïcode.ts"], ["a.ts"]]


def test_a_merge_brings_only_what_no_parent_has(repo: Path, write: Write, commit_all: Commit, plain_git: Run) -> None:
    write(repo, {"a.ts": "1", "b.ts": "1"})
    commit_all(repo)
    plain_git(repo, "checkout", "-qb", "side")
    write(repo, {"a.ts": "side"})
    commit_all(repo)
    plain_git(repo, "checkout", "-q", "main")
    write(repo, {"a.ts": "main", "b.ts": "2"})
    commit_all(repo)
    plain_git(repo, "merge", "-q", "side")
    write(repo, {"a.ts": "both", "d.ts": "slipped in"})
    head = commit_all(repo)
    with open_history(repo, head) as history:
        versions = history.versions([head])[head]
        assert sorted(path for path, _ in versions) == ["a.ts", "d.ts"]
        assert list(history.contents([blob for _, blob in sorted(versions)], 100)) == [b"both", b"slipped in"]


def test_below_a_folder_paths_are_from_there(repo: Path, write: Write, commit_all: Commit) -> None:
    write(repo, {"api/package.json": "{}", "api/src/a.ts": "1", "apis/b.ts": "1", "c.ts": "1"})
    with open_history(repo / "api", commit_all(repo)) as history:
        assert brought(history) == [["package.json", "src/a.ts"]]


def test_links_and_submodules_are_no_files(repo: Path, write: Write, commit_all: Commit) -> None:
    write(repo, {"a.ts": "1"})
    (repo / "link.ts").symlink_to("a.ts")
    with open_history(repo, commit_all(repo)) as history:
        assert brought(history) == [["a.ts"]]


def test_contents_that_are_large_or_lost(repo: Path, write: Write, commit_all: Commit, plain_git: Run) -> None:
    write(repo, {"a.ts": "small", "b.ts": "x" * 3_000_000, "c.ts": "lost"})
    head = commit_all(repo)
    blobs = [plain_git(repo, "rev-parse", f"{head}:{name}.ts").strip() for name in "abc"]
    (repo / ".git/objects" / blobs[2][:2] / blobs[2][2:]).unlink()
    with open_history(repo, head) as history:
        assert list(history.contents([blobs[1], blobs[2], blobs[0]], 1000)) == [b"", None, b"small"]


def test_a_shallow_clone_says_so(repo: Path, write: Write, commit_all: Commit, plain_git: Run, tmp_path: Path) -> None:
    for number in range(3):
        write(repo, {"a.ts": str(number)})
        head = commit_all(repo)
    plain_git(tmp_path, "clone", "-q", "--depth=1", f"file://{repo}", "clone")
    with open_history(tmp_path / "clone", head) as cut, open_history(repo, head) as whole:
        assert (cut.is_cut(), len(cut.commits())) == (True, 1)
        assert (whole.is_cut(), len(whole.commits())) == (False, 3)


def test_no_such_commit(repo: Path, write: Write, commit_all: Commit) -> None:
    write(repo, {"a.ts": "1"})
    commit_all(repo)
    with open_history(repo, "0" * 40) as history, pytest.raises(TreeError):
        history.commits()
