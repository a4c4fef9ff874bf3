"""Where a tree says that it comes from."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.tree.packages import package_name
from healthtui.tree.working import open_working_tree

Run = Callable[..., str]
Write = Callable[[Path, dict[str, str]], None]
Commit = Callable[[Path], str]


def is_dirty(root: Path) -> bool:
    return open_working_tree(root).repository().is_dirty


@pytest.fixture
def clean(repo: Path, write: Write, commit_all: Commit) -> Path:
    write(repo, {"a.ts": "1", "b.ts": "2", ".gitignore": "*.log\n", "api/package.json": "{}"})
    (repo / "link").symlink_to("a.ts")
    commit_all(repo)
    return repo


def test_an_empty_repository_has_a_branch_and_no_commit(repo: Path) -> None:
    repository = open_working_tree(repo).repository()
    assert (repository.name, repository.commit, repository.branch) == ("repo", "", "main")
    assert (repository.is_git, repository.is_dirty, repository.notes) == (True, False, ())


def test_a_clean_repository_is_clean_also_after_a_touch(clean: Path, write: Write) -> None:
    assert not is_dirty(clean)
    write(clean, {"a.ts": "1", "x.log": "ignored"})
    os.utime(clean / "b.ts", (1, 1))
    assert not is_dirty(clean)
    assert not is_dirty(clean / "api")


def test_every_kind_of_change_is_dirty(clean: Path, plain_git: Run, write: Write) -> None:
    def stage() -> None:
        write(clean, {"a.ts": "4"})
        plain_git(clean, "add", "a.ts")

    def turn_link() -> None:
        (clean / "link").unlink()
        (clean / "link").symlink_to("b.ts")

    changes: dict[str, Callable[[], None]] = {
        "edited": lambda: write(clean, {"a.ts": "3"}),
        "untracked": lambda: write(clean, {"new.ts": ""}),
        "deleted": lambda: (clean / "a.ts").unlink(),
        "staged": stage,
        "link": turn_link,
    }
    for name, change in changes.items():
        change()
        assert is_dirty(clean), name
        plain_git(clean, "reset", "-q", "--hard")
        plain_git(clean, "clean", "-fdq")
        assert not is_dirty(clean), name


def test_an_edit_from_before_the_index_was_last_written_is_dirty(clean: Path, plain_git: Run, write: Write) -> None:
    write(clean, {"a.ts": "3"})
    time.sleep(0.02)
    plain_git(clean, "update-index", "--force-write-index")
    assert is_dirty(clean)


def test_an_index_that_gitpython_cannot_read_still_tells(clean: Path, plain_git: Run, write: Write) -> None:
    plain_git(clean, "update-index", "--index-version", "4")
    assert not is_dirty(clean)
    write(clean, {"a.ts": "3"})
    assert is_dirty(clean)


def test_a_sparse_checkout_is_clean(clean: Path, plain_git: Run) -> None:
    plain_git(clean, "update-index", "--skip-worktree", "b.ts")
    (clean / "b.ts").unlink()
    assert not is_dirty(clean)


def test_a_detached_head_has_no_branch(clean: Path, plain_git: Run) -> None:
    plain_git(clean, "checkout", "-q", "--detach")
    repository = open_working_tree(clean).repository()
    assert (len(repository.commit), repository.branch) == (40, "")


def test_a_linked_work_tree_is_a_repository_of_its_own(clean: Path, plain_git: Run, tmp_path: Path) -> None:
    plain_git(clean, "worktree", "add", "-q", str(tmp_path / "other"), "-b", "side")
    repository = open_working_tree(tmp_path / "other").repository()
    assert (repository.branch, repository.is_dirty, repository.is_git) == ("side", False, True)
    entry = open_working_tree(tmp_path / "other").entry("a.ts")
    assert entry is not None and entry.is_tracked


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"name": 1}', '{"name": ""}', "[" * 100_000, '{"x":' * 100_000])
def test_a_broken_manifest_names_nothing(clean: Path, write: Write, manifest: str) -> None:
    write(clean, {"package.json": manifest})
    assert open_working_tree(clean).repository().name == "repo"


def test_a_manifest_with_a_byte_order_mark_names_the_package() -> None:
    assert package_name(b'\xef\xbb\xbf{"name": "@a/b"}') == "@a/b"
