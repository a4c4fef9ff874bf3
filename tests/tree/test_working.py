"""The working tree: what it lists, what it says of one path, what it refuses."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.tree.base import TreeError
from healthtui.tree.disk import LARGEST
from healthtui.tree.working import open_working_tree

Run = Callable[..., str]
Agrees = Callable[[Path], None]
Write = Callable[[Path, dict[str, str]], None]
Commit = Callable[[Path], str]


def listed(root: Path) -> set[str]:
    return {entry.path for entry in open_working_tree(root).entries()}


def test_lists_tracked_and_untracked_but_not_ignored_files(
    repo: Path, plain_git: Run, write: Write, agrees_one_by_one: Agrees
) -> None:
    write(repo, {"a.ts": "1", "b.ts": "2", "c.log": "3", ".gitignore": "*.log\n"})
    plain_git(repo, "add", "a.ts")
    entries = {entry.path: entry for entry in open_working_tree(repo).entries()}
    assert {path: entry.is_tracked for path, entry in entries.items()} == {
        "a.ts": True,
        "b.ts": False,
        ".gitignore": False,
    }
    agrees_one_by_one(repo)


def test_only_regular_files_are_listed_and_nothing_else_is_opened(repo: Path, write: Write, tmp_path: Path) -> None:
    write(tmp_path, {"outside/secret.ts": "s", "outside/dir/x.ts": "s"})
    write(repo, {"a.ts": "a"})
    (repo / "inside.ts").symlink_to("a.ts")
    (repo / "leaves.ts").symlink_to(tmp_path / "outside/secret.ts")
    (repo / "leaves").symlink_to(tmp_path / "outside")
    (repo / "dangling.ts").symlink_to("nowhere")
    os.mkfifo(repo / "pipe.ts")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(repo / "socket.ts"))
        tree = open_working_tree(repo)
        assert listed(repo) == {"a.ts"}
        for path in ("inside.ts", "leaves.ts", "leaves/secret.ts", "dangling.ts", "pipe.ts", "socket.ts"):
            assert tree.entry(path) is None
            with pytest.raises(FileNotFoundError):
                tree.read(path)


def test_a_tracked_folder_that_became_a_link_is_not_followed(repo: Path, plain_git: Run, write: Write, tmp_path: Path) -> None:
    write(repo, {"src/a.ts": "mine", "b.ts": ""})
    plain_git(repo, "add", "-A")
    write(tmp_path, {"outside/a.ts": "theirs"})
    (repo / "src/a.ts").unlink()
    (repo / "src").rmdir()
    (repo / "src").symlink_to(tmp_path / "outside")
    assert listed(repo) == {"b.ts"}
    with pytest.raises(FileNotFoundError):
        open_working_tree(repo).read("src/a.ts")


@pytest.mark.parametrize("path", ["../out.ts", "/etc/passwd", "a/../../out.ts", "", ".", "a//b", "a\0b", ".git/config"])
def test_paths_that_are_none_of_the_tree_are_not_there(repo: Path, write: Write, path: str) -> None:
    write(repo.parent, {"out.ts": "", "repo/a/b": ""})
    tree = open_working_tree(repo)
    assert tree.entry(path) is None
    with pytest.raises(FileNotFoundError):
        tree.read(path)


def test_submodules_are_left_out(repo: Path, plain_git: Run, write: Write, commit_all: Commit, tmp_path: Path) -> None:
    write(tmp_path, {"library/lib.ts": ""})
    plain_git(tmp_path / "library", "init", "-q")
    commit_all(tmp_path / "library")
    plain_git(repo, "submodule", "add", "-q", str(tmp_path / "library"), "lib")
    assert (repo / "lib/lib.ts").exists()
    assert listed(repo) == {".gitmodules"}


def test_hostile_names_are_listed_as_they_are(repo: Path, plain_git: Run, write: Write, agrees_one_by_one: Agrees) -> None:
    names = ["a\nb.ts", "quo\"te'.ts", "-rf", "ünï.ts", "sp ace.ts", "\x1b[31m.ts", "tab\t.ts"]
    write(repo, dict.fromkeys(names, "x"))
    plain_git(repo, "add", "--", *names[:3])
    assert listed(repo) == set(names)
    agrees_one_by_one(repo)


def test_names_that_are_not_utf8_are_left_out_and_said(repo: Path, write: Write) -> None:
    write(repo, {"a.ts": ""})
    Path(os.fsdecode(os.fsencode(repo) + b"/bad\xff.ts")).write_text("x")
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert tree.entry("bad\udcff.ts") is None
    assert "1 file" in tree.repository().notes[0]


def test_too_large_or_unreadable_files_say_so(repo: Path) -> None:
    with (repo / "big.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(TreeError, match="larger than 64 MB"):
        open_working_tree(repo).read("big.json")


def test_folders_that_cannot_be_opened_say_why(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"file": ""})
    for path, message in ((tmp_path / "none", "no such folder"), (tmp_path / "file", "not a folder")):
        with pytest.raises(TreeError, match=message):
            open_working_tree(path)
    with pytest.raises(TreeError):
        open_working_tree(Path("nul\0"))


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthtui.tree.walk.MOST_NAMES", 3)


@pytest.mark.usefixtures("few_names")
def test_a_folder_without_git_that_no_backend_is_as_large_as_is_refused(tmp_path: Path, write: Write) -> None:
    write(tmp_path / "home", {"a.ts": "", "b/c.ts": ""} | {f"node_modules/{n}.js": "" for n in range(9)})
    with pytest.raises(TreeError, match=r"home holds more than .* is in no git repository: name .* or run git init"):
        open_working_tree(tmp_path / "home")
    (tmp_path / "home/b/c.ts").unlink()
    assert listed(tmp_path / "home") == {"a.ts"}


@pytest.mark.usefixtures("few_names")
def test_a_git_repository_may_be_as_large_as_it_is(repo: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repo, {f"{n}.ts": "" for n in range(9)})
    assert len(listed(repo)) == 9
    monkeypatch.setenv("PATH", str(repo))
    with pytest.raises(TreeError, match="is listed without git: git is not installed"):
        open_working_tree(repo)


def test_the_tree_is_the_package_around_the_folder_else_the_repository(repo: Path, write: Write) -> None:
    write(repo, {"package.json": '{"name": "whole"}', "apps/api/package.json": '{"name": "api"}', "apps/api/src/a.ts": ""})
    assert open_working_tree(repo / "apps/api/src").repository().name == "api"
    assert listed(repo / "apps/api") == {"package.json", "src/a.ts"}
    assert open_working_tree(repo / "apps").repository().name == "whole"


def test_without_git_the_folder_is_walked_and_a_note_says_so(repo: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repo, {"a.ts": "", "node_modules/x.js": ""})
    monkeypatch.setenv("PATH", str(repo))
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert "git is not installed" in tree.repository().notes[0]


def test_a_repository_of_another_user_is_walked(repo: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repo, {"a.ts": ""})
    monkeypatch.setattr("healthtui.tree.git._INHERITED", ("GIT_",))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert "another user" in tree.repository().notes[0]


def test_a_repository_that_claims_a_folder_elsewhere_is_walked(repo: Path, plain_git: Run, write: Write) -> None:
    write(repo, {"a.ts": ""})
    write(repo.parent, {"private.ts": ""})
    plain_git(repo, "config", "core.worktree", str(repo.parent))
    assert listed(repo) == {"a.ts"}


def test_a_broken_repository_is_walked_and_a_note_says_so(repo: Path, write: Write) -> None:
    write(repo, {"a.ts": "", ".git/index": "no index"})
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert "git ls-files failed" in tree.repository().notes[0]


def test_a_folder_that_is_gone_says_so(repo: Path, write: Write, tmp_path: Path) -> None:
    write(repo, {"a.ts": ""})
    tree = open_working_tree(repo)
    repo.rename(tmp_path / "elsewhere")
    assert tree.entry("a.ts") is None
    with pytest.raises(TreeError, match="no such folder"):
        list(tree.entries())
