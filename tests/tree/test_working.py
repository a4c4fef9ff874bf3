"""The working tree: what it lists, what it says of one path, what it refuses."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from healthtui.tree.base import TreeError
from healthtui.tree.disk import LARGEST
from healthtui.tree.working import ignored_folders, open_working_tree


def listed(root: Path) -> set[str]:
    return {entry.path for entry in open_working_tree(root).entries()}


def assert_one_by_one_equals_listing(root: Path) -> None:
    """`entry` says of every path on disk what the listing says."""
    tree = open_working_tree(root)
    entries = {entry.path: entry for entry in tree.entries()}
    on_disk = {Path(folder, name) for folder, _, names in os.walk(root) for name in names}
    paths = {path.relative_to(root).as_posix() for path in on_disk if ".git" not in path.parts}
    assert {path: tree.entry(path) for path in paths} == {path: entries.get(path) for path in paths}


def test_lists_tracked_and_untracked_but_not_ignored_files(repo, plain_git, write):
    write(repo, {"a.ts": "1", "b.ts": "2", "c.log": "3", ".gitignore": "*.log\n"})
    plain_git(repo, "add", "a.ts")
    entries = {entry.path: entry for entry in open_working_tree(repo).entries()}
    assert {path: entry.is_tracked for path, entry in entries.items()} == {
        "a.ts": True,
        "b.ts": False,
        ".gitignore": False,
    }
    assert_one_by_one_equals_listing(repo)


def test_nested_ignore_files_with_negation_decide_as_git_does(repo, plain_git, write):
    write(
        repo,
        {
            ".gitignore": "*.log\n/dist/\nlogs/*\n!logs/keep/\n*.tmp\n!important.tmp\n",
            "src/.gitignore": "!*.log\n/build\n",
            "a.log": "",
            "src/a.log": "",
            "src/build/x.ts": "",
            "src/deep/build/x.ts": "",
            "dist/x.ts": "",
            "src/dist/x.ts": "",
            "logs/a": "",
            "logs/keep/a": "",
            "important.tmp": "",
            "important.tmp.tmp": "",
        },
    )
    expected = plain_git(repo, "ls-files", "-co", "--exclude-standard").split()
    assert listed(repo) == set(expected)
    assert "src/a.log" in expected
    assert_one_by_one_equals_listing(repo)


def test_a_pattern_does_not_free_what_lies_below_its_match(repo, plain_git, write):
    write(repo, {".gitignore": "**/b\n!y.log\n", "y.log/b/x.ts": "", "y.log/c.ts": ""})
    assert listed(repo) == {".gitignore", "y.log/c.ts"}
    assert_one_by_one_equals_listing(repo)


def test_the_exclude_file_and_the_users_own_count(repo, plain_git, write, tmp_path):
    write(tmp_path, {"no-config/git/ignore": "*.mine\n"})
    write(repo, {".git/info/exclude": "secret.ts\n", "secret.ts": "", "a.mine": "", "a.ts": ""})
    assert listed(repo) == {"a.ts"}
    assert_one_by_one_equals_listing(repo)


def test_a_changed_ignore_file_counts_from_then_on(repo, write):
    write(repo, {"a/x.ts": ""})
    tree = open_working_tree(repo)
    assert tree.entry("a/x.ts") is not None
    write(repo, {".gitignore": "a/\n"})
    assert tree.entry("a/x.ts") is None
    (repo / ".gitignore").unlink()
    assert tree.entry("a/x.ts") is not None


def test_tracked_files_count_although_ignored(repo, plain_git, write):
    write(repo, {".gitignore": "dist/\n", "dist/a.js": "", "dist/b.js": ""})
    plain_git(repo, "add", "-f", "dist/a.js")
    assert listed(repo) == {".gitignore", "dist/a.js"}
    assert_one_by_one_equals_listing(repo)


def test_untracked_node_modules_are_left_out_whatever_the_ignore_file_forgot(repo, write):
    write(repo, {"a.ts": "", "node_modules/x/index.js": "", "packages/a/node_modules/y/index.js": ""})
    assert listed(repo) == {"a.ts"}
    assert_one_by_one_equals_listing(repo)


def test_ignored_reports_are_found_by_name_at_the_root_and_in_packages(repo, write):
    reports = ["coverage/lcov.info", "packages/a/coverage/clover.xml", "packages/a/junit.xml", "test-results/r.json"]
    others = ["coverage/index.html", "other/coverage/lcov.info", "test-results/trace.zip", "a.xml"]
    ignored = ".gitignore", "coverage\ntest-results\n*.xml\n"
    files = dict.fromkeys([*reports, *others], "x")
    write(repo, {**files, ignored[0]: ignored[1], "packages/a/package.json": "{}", "reports/r.txt": ""})
    found = {entry.path: entry.is_ignored for entry in open_working_tree(repo).entries()}
    assert {path for path, is_ignored in found.items() if is_ignored} == set(reports)
    assert_one_by_one_equals_listing(repo)


def test_a_report_that_is_not_ignored_is_listed_once_as_a_file(repo, write):
    write(repo, {"junit.xml": "x"})
    assert [(entry.path, entry.is_ignored) for entry in open_working_tree(repo).entries()] == [("junit.xml", False)]


def test_only_regular_files_are_listed_and_nothing_else_is_opened(repo, write, tmp_path):
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


def test_a_tracked_folder_that_became_a_link_out_of_the_tree_is_not_followed(repo, plain_git, write, tmp_path):
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
def test_paths_that_are_none_of_the_tree_are_not_there(repo, write, path):
    write(repo.parent, {"out.ts": "", "repo/a/b": ""})
    tree = open_working_tree(repo)
    assert tree.entry(path) is None
    with pytest.raises(FileNotFoundError):
        tree.read(path)


def test_submodules_are_left_out(repo, plain_git, write, commit_all, tmp_path):
    write(tmp_path, {"library/lib.ts": ""})
    plain_git(tmp_path / "library", "init", "-q")
    commit_all(tmp_path / "library")
    plain_git(repo, "submodule", "add", "-q", str(tmp_path / "library"), "lib")
    assert (repo / "lib/lib.ts").exists()
    assert listed(repo) == {".gitmodules"}


def test_hostile_names_are_listed_as_they_are(repo, plain_git, write):
    names = ["a\nb.ts", "quo\"te'.ts", "-rf", "ünï.ts", "sp ace.ts", "\x1b[31m.ts", "tab\t.ts"]
    write(repo, dict.fromkeys(names, "x"))
    plain_git(repo, "add", "--", *names[:3])
    assert listed(repo) == set(names)
    assert_one_by_one_equals_listing(repo)


def test_names_that_are_not_utf8_are_left_out_and_said(repo, write):
    write(repo, {"a.ts": ""})
    Path(os.fsdecode(os.fsencode(repo) + b"/bad\xff.ts")).write_text("x")
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert tree.entry("bad\udcff.ts") is None
    assert "1 file" in tree.repository().notes[0]


def test_too_large_or_unreadable_files_say_so(repo):
    with (repo / "big.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(TreeError, match="larger than 64 MB"):
        open_working_tree(repo).read("big.json")


def test_folders_that_cannot_be_opened_say_why(tmp_path, write):
    write(tmp_path, {"file": ""})
    for path, message in ((tmp_path / "none", "no such folder"), (tmp_path / "file", "not a folder")):
        with pytest.raises(TreeError, match=message):
            open_working_tree(path)
    with pytest.raises(TreeError):
        open_working_tree(Path("nul\0"))


def test_the_tree_is_the_package_around_the_folder_else_the_repository(repo, write):
    write(repo, {"package.json": '{"name": "whole"}', "apps/api/package.json": '{"name": "api"}', "apps/api/src/a.ts": ""})
    assert open_working_tree(repo / "apps/api/src").repository().name == "api"
    assert listed(repo / "apps/api") == {"package.json", "src/a.ts"}
    assert open_working_tree(repo / "apps").repository().name == "whole"


def test_ignore_files_above_a_package_count_in_it(repo, write):
    write(repo, {".gitignore": "*.log\n/apps/api/tmp/\n", "apps/api/package.json": "{}"})
    write(repo, {"apps/api/a.log": "", "apps/api/tmp/x.ts": "", "apps/api/sub/tmp/x.ts": ""})
    assert listed(repo / "apps/api") == {"package.json", "sub/tmp/x.ts"}
    assert_one_by_one_equals_listing(repo / "apps/api")


def test_a_folder_that_the_repository_ignores_is_walked(repo, write):
    write(repo, {".gitignore": "vendor/\n", "vendor/app/package.json": "{}", "vendor/app/a.ts": ""})
    tree = open_working_tree(repo / "vendor/app")
    assert {entry.path for entry in tree.entries()} == {"package.json", "a.ts"}
    assert "ignores this folder" in tree.repository().notes[0]


def test_outside_git_ignore_files_and_usual_names_decide(tmp_path, write):
    write(
        tmp_path / "plain",
        {
            ".gitignore": "*.log\n/tmp/\n!keep.log\n",
            "src/.gitignore": "gen/\n",
            "a.ts": "",
            "a.log": "",
            "keep.log": "",
            "tmp/x.ts": "",
            "src/gen/x.ts": "",
            "src/x.ts": "",
            "node_modules/x/index.js": "",
            "src/dist/x.js": "",
            "coverage/lcov.info": "",
            "coverage/index.html": "",
        },
    )
    root = tmp_path / "plain"
    kept = {".gitignore", "src/.gitignore", "a.ts", "keep.log", "src/x.ts", "coverage/lcov.info"}
    assert listed(root) == kept
    assert_one_by_one_equals_listing(root)
    repository = open_working_tree(root).repository()
    assert (repository.is_git, repository.commit, repository.notes) == (False, "", ())


def test_without_git_the_folder_is_walked_and_a_note_says_so(repo, write, monkeypatch):
    write(repo, {"a.ts": "", "node_modules/x.js": ""})
    monkeypatch.setenv("PATH", str(repo))
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert "git is not installed" in tree.repository().notes[0]


def test_a_repository_of_another_user_is_walked_and_a_note_says_so(repo, write, monkeypatch):
    write(repo, {"a.ts": ""})
    monkeypatch.setattr("healthtui.tree.git._INHERITED", ("GIT_",))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    tree = open_working_tree(repo)
    assert [entry.path for entry in tree.entries()] == ["a.ts"]
    assert "another user" in tree.repository().notes[0]


def test_a_repository_that_claims_a_folder_elsewhere_is_walked(repo, plain_git, write):
    write(repo, {"a.ts": ""})
    write(repo.parent, {"private.ts": ""})
    plain_git(repo, "config", "core.worktree", str(repo.parent))
    assert listed(repo) == {"a.ts"}


def test_only_folders_that_are_ignored_themselves_can_be_pruned(repo, write):
    write(repo, {".gitignore": "*.log\n/out/\n", "src/only/a.log": "", "out/deep/x": "", "node_modules/x/y": ""})
    assert ignored_folders(repo) == {"out", "node_modules"}
    assert ignored_folders(repo.parent) == frozenset()


def test_a_watcher_may_leave_out_what_can_hold_no_file_of_the_tree(repo, plain_git, write):
    write(repo, {".gitignore": "out\ndist\ncoverage\n", "dist/kept.js": "", "out/a.js": "", "src/a.ts": ""})
    plain_git(repo, "add", "-f", "dist/kept.js")
    tree = open_working_tree(repo)
    pruned = {path for path in ("out", "dist", "src", "coverage", "a/node_modules") if tree.is_pruned(path, Path(path).name)}
    assert pruned == {"out", "a/node_modules"}
    assert tree.is_pruned("coverage/html", "html")
