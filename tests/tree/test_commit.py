"""The tree of a commit: the same files as after a checkout, without one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.tree.base import TreeError, content_id
from healthtui.tree.commit import open_commit_tree
from healthtui.tree.working import open_working_tree

Run = Callable[..., str]
Write = Callable[[Path, dict[str, str]], None]
Commit = Callable[[Path], str]


@pytest.fixture
def history(repo: Path, write: Write, commit_all: Commit) -> Path:
    """Two commits; the second one is checked out."""
    write(repo, {"package.json": '{"name": "old"}', "gone.ts": "x", "src/a.ts": "1"})
    commit_all(repo)
    (repo / "gone.ts").unlink()
    write(repo, {"package.json": '{"name": "new"}', "src/a.ts": "2\r\n", "ünï\n.ts": "", ".gitignore": "*.log\n"})
    (repo / "link.ts").symlink_to("src/a.ts")
    (repo / "run.sh").write_text("#!/bin/sh\n")
    (repo / "run.sh").chmod(0o755)
    commit_all(repo)
    return repo


def test_equals_the_working_tree_after_a_checkout(history: Path) -> None:
    working = open_working_tree(history)
    with open_commit_tree(history, "HEAD") as commit:
        paths = {entry.path for entry in commit.entries()}
        assert paths == {entry.path for entry in working.entries()}
        for entry in commit.entries():
            assert commit.read(entry.path) == working.read(entry.path)
            assert entry.content_id == content_id(working.read(entry.path))
            assert (entry.size, entry.is_tracked) == (len(working.read(entry.path)), True)


def test_an_older_revision_has_its_own_files_and_name(history: Path) -> None:
    with open_commit_tree(history, "HEAD~1") as tree:
        assert {entry.path for entry in tree.entries()} == {"package.json", "gone.ts", "src/a.ts"}
        assert tree.repository().name == "old"
        assert tree.repository().branch == "HEAD~1"
        assert tree.read("gone.ts") == b"x"
        assert tree.entry("run.sh") is None
        with pytest.raises(FileNotFoundError):
            tree.read("run.sh")


def test_many_files_are_read_in_one_go_in_order(repo: Path, write: Write, commit_all: Commit) -> None:
    write(repo, {f"{number}.txt": str(number) * number for number in range(350)})
    commit_all(repo)
    with open_commit_tree(repo, "main") as tree:
        paths = [f"{number}.txt" for number in reversed(range(350))]
        working = open_working_tree(repo)
        assert list(tree.read_many(paths)) == [(path, working.read(path)) for path in paths]


@pytest.mark.parametrize("rev", ["nope", "", "-h", "--all", "--output=x", "HEAD~9", "HEAD:src", "a\0b", "a b", "HEAD\n"])
def test_an_unknown_revision_says_so_and_is_never_an_option(history: Path, rev: str) -> None:
    with pytest.raises(TreeError, match="unknown revision"):
        open_commit_tree(history, rev)
    assert not (history / "x").exists()


def test_outside_git_there_are_no_commits(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="not in a git repository"):
        open_commit_tree(tmp_path, "HEAD")


def test_a_package_below_the_top_has_its_own_part_of_the_commit(repo: Path, write: Write, commit_all: Commit) -> None:
    write(repo, {"apps/api/package.json": "{}", "apps/api/a.ts": "a", "b.ts": ""})
    commit_all(repo)
    with open_commit_tree(repo / "apps/api", "HEAD") as tree:
        assert {entry.path for entry in tree.entries()} == {"package.json", "a.ts"}
        assert tree.read("a.ts") == b"a"


def test_a_bare_repository_has_commits(history: Path, plain_git: Run, tmp_path: Path) -> None:
    plain_git(tmp_path, "clone", "-q", "--bare", str(history), str(tmp_path / "bare.git"))
    with open_commit_tree(tmp_path / "bare.git", "main") as tree:
        assert tree.read("run.sh") == b"#!/bin/sh\n"


def test_names_that_are_not_utf8_are_left_out(repo: Path, commit_all: Commit) -> None:
    Path(os.fsdecode(os.fsencode(repo) + b"/bad\xff.ts")).write_text("x")
    commit_all(repo)
    with open_commit_tree(repo, "HEAD") as tree:
        assert list(tree.entries()) == []


def test_a_missing_object_is_an_error_and_the_next_file_can_still_be_read(history: Path) -> None:
    with open_commit_tree(history, "HEAD") as tree:
        entries = {entry.path: entry for entry in tree.entries()}
        lost = entries["run.sh"].content_id
        (history / ".git/objects" / lost[:2] / lost[2:]).unlink()
        with pytest.raises(TreeError, match=r"run\.sh"):
            tree.read("run.sh")
        assert tree.read("src/a.ts") == b"2\r\n"


def test_a_closed_tree_leaves_no_process(history: Path) -> None:
    tree = open_commit_tree(history, "HEAD")
    tree.read("package.json")
    process = tree._process
    tree.close()
    assert process is not None and process.returncode is not None


def test_a_repository_of_another_user_is_refused_by_its_reason(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthtui.tree.git._INHERITED", ("GIT_",))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(TreeError, match="another user"):
        open_commit_tree(history, "HEAD")
