"""What is ignored: as git decides, for the whole listing and for one path alike; and reports, which count all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from healthtui.tree.working import open_working_tree

Run = Callable[..., str]
Agrees = Callable[[Path], None]
Write = Callable[[Path, dict[str, str]], None]
Commit = Callable[[Path], str]


def listed(root: Path) -> set[str]:
    return {entry.path for entry in open_working_tree(root).entries()}


def test_nested_ignore_files_with_negation_decide_as_git_does(
    repo: Path, plain_git: Run, write: Write, agrees_one_by_one: Agrees
) -> None:
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
    agrees_one_by_one(repo)


def test_a_pattern_does_not_free_what_lies_below_its_match(
    repo: Path, plain_git: Run, write: Write, agrees_one_by_one: Agrees
) -> None:
    write(repo, {".gitignore": "**/b\n!y.log\n", "y.log/b/x.ts": "", "y.log/c.ts": ""})
    assert listed(repo) == {".gitignore", "y.log/c.ts"}
    agrees_one_by_one(repo)


def test_the_exclude_file_and_the_users_own_count(
    repo: Path, plain_git: Run, write: Write, tmp_path: Path, agrees_one_by_one: Agrees
) -> None:
    write(tmp_path, {"no-config/git/ignore": "*.mine\n"})
    write(repo, {".git/info/exclude": "secret.ts\n", "secret.ts": "", "a.mine": "", "a.ts": ""})
    assert listed(repo) == {"a.ts"}
    agrees_one_by_one(repo)


def test_a_changed_ignore_file_counts_from_then_on(repo: Path, write: Write) -> None:
    write(repo, {"a/x.ts": ""})
    tree = open_working_tree(repo)
    assert tree.entry("a/x.ts") is not None
    write(repo, {".gitignore": "a/\n"})
    assert tree.entry("a/x.ts") is None
    (repo / ".gitignore").unlink()
    assert tree.entry("a/x.ts") is not None


def test_tracked_files_count_although_ignored(repo: Path, plain_git: Run, write: Write, agrees_one_by_one: Agrees) -> None:
    write(repo, {".gitignore": "dist/\n", "dist/a.js": "", "dist/b.js": ""})
    plain_git(repo, "add", "-f", "dist/a.js")
    assert listed(repo) == {".gitignore", "dist/a.js"}
    agrees_one_by_one(repo)


def test_untracked_node_modules_are_left_out_whatever_the_ignore_file_forgot(
    repo: Path, write: Write, agrees_one_by_one: Agrees
) -> None:
    write(repo, {"a.ts": "", "node_modules/x/index.js": "", "packages/a/node_modules/y/index.js": ""})
    assert listed(repo) == {"a.ts"}
    agrees_one_by_one(repo)


def test_ignored_reports_are_found_by_name_at_the_root_and_in_packages(
    repo: Path, write: Write, agrees_one_by_one: Agrees
) -> None:
    reports = ["coverage/lcov.info", "packages/a/coverage/clover.xml", "packages/a/junit.xml", "test-results/r.json"]
    others = ["coverage/index.html", "other/coverage/lcov.info", "test-results/trace.zip", "a.xml"]
    ignored = ".gitignore", "coverage\ntest-results\n*.xml\n"
    files = dict.fromkeys([*reports, *others], "x")
    write(repo, {**files, ignored[0]: ignored[1], "packages/a/package.json": "{}", "reports/r.txt": ""})
    found = {entry.path: entry.is_ignored for entry in open_working_tree(repo).entries()}
    assert {path for path, is_ignored in found.items() if is_ignored} == set(reports)
    agrees_one_by_one(repo)


def test_a_report_that_is_not_ignored_is_listed_once_as_a_file(repo: Path, write: Write) -> None:
    write(repo, {"junit.xml": "x"})
    assert [(entry.path, entry.is_ignored) for entry in open_working_tree(repo).entries()] == [("junit.xml", False)]


def test_ignore_files_above_a_package_count_in_it(repo: Path, write: Write, agrees_one_by_one: Agrees) -> None:
    write(repo, {".gitignore": "*.log\n/apps/api/tmp/\n", "apps/api/package.json": "{}"})
    write(repo, {"apps/api/a.log": "", "apps/api/tmp/x.ts": "", "apps/api/sub/tmp/x.ts": ""})
    assert listed(repo / "apps/api") == {"package.json", "sub/tmp/x.ts"}
    agrees_one_by_one(repo / "apps/api")


def test_a_folder_that_the_repository_ignores_is_walked(repo: Path, write: Write) -> None:
    write(repo, {".gitignore": "vendor/\n", "vendor/app/package.json": "{}", "vendor/app/a.ts": ""})
    tree = open_working_tree(repo / "vendor/app")
    assert {entry.path for entry in tree.entries()} == {"package.json", "a.ts"}
    assert "ignores this folder" in tree.repository().notes[0]


def test_outside_git_ignore_files_and_usual_names_decide(tmp_path: Path, write: Write, agrees_one_by_one: Agrees) -> None:
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
    agrees_one_by_one(root)
    repository = open_working_tree(root).repository()
    assert (repository.is_git, repository.commit, repository.notes) == (False, "", ())


def test_a_watcher_may_leave_out_what_can_hold_no_file_of_the_tree(repo: Path, plain_git: Run, write: Write) -> None:
    write(repo, {".gitignore": "out\ndist\ncoverage\n", "dist/kept.js": "", "out/a.js": "", "src/a.ts": ""})
    plain_git(repo, "add", "-f", "dist/kept.js")
    tree = open_working_tree(repo)
    pruned = {path for path in ("out", "dist", "src", "coverage", "a/node_modules") if tree.is_pruned(path, Path(path).name)}
    assert pruned == {"out", "a/node_modules"}
    assert tree.is_pruned("coverage/html", "html")


PATTERNS = [
    "*",
    "!*/",
    "!*.ts",
    "*.log",
    "!y.log",
    "foo/",
    "/foo",
    "foo/*",
    "!foo/a",
    "!foo/a/",
    "**/b",
    "a/**",
    "a/**/x.ts",
    "!dist/",
    "dist",
    "b/*.ts",
    "!/a/b/",
    "\\!x",
    "#c",
    "!foo",
    "[ab]",
    "?",
    "*.t?",
    "!a/",
    "/*",
    "!/a",
    ".env*",
    "**",
    "!**/x.ts",
    "/",
    "//",
    "!",
    "[z-a]",
    "a//b",
    "*/",
    "dist/**/",
    "**/*",
    "foo/**",
    "!a/x.ts",
    "a/**/b/**",
    "*/**",
    "**/*/**",
    "/**",
]


@pytest.mark.parametrize("seed", range(12))
def test_random_ignore_files_decide_as_git_does(
    repo: Path, plain_git: Run, write: Write, agrees_one_by_one: Agrees, seed: int
) -> None:
    random = Random(seed)
    folders = [""]
    for _ in range(40):
        path = f"{random.choice(folders)}{random.choice(['a', 'b', 'foo', 'dist', 'x.ts', 'y.log', '.env', 'c d'])}"
        if not (repo / path).exists() and random.random() < 0.3:
            (repo / path).mkdir()
            folders.append(path + "/")
        elif not (repo / path).exists():
            write(repo, {path: ""})
    for folder in {"", *random.choices(folders, k=3)}:
        write(repo, {f"{folder}.gitignore": "\n".join(random.sample(PATTERNS, 4))})
    expected = plain_git(repo, "ls-files", "-co", "--exclude-standard", "-z").split("\0")[:-1]
    assert {entry.path for entry in open_working_tree(repo).entries()} == set(expected)
    agrees_one_by_one(repo)


def test_hostile_ignore_files_do_not_hold_it_up(repo: Path, write: Write) -> None:
    name = "a" * 250
    write(repo, {".gitignore": "*a" * 60 + "*b\n" + "**/a/" * 60 + "b\n", f"{'a/' * 80}{name}": ""})
    started = perf_counter()
    assert open_working_tree(repo).entry(f"{'a/' * 80}{name}") is not None
    write(repo, {"sub/.gitignore": "*.log\n" * 1_000_000, "sub/x.ts": ""})
    assert open_working_tree(repo).entry("sub/x.ts") is not None
    assert perf_counter() - started < 1
