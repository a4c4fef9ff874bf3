"""A repository's configuration can name programs that git runs. None runs through anything that we do.

Each way is armed with a script that leaves a mark, is shown to fire under plain git, and then must not fire.
"""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from healthtui.tree.base import TreeError
from healthtui.tree.commit import open_commit_tree
from healthtui.tree.git import Git, GitError, Plumbing, harden_environment, open_repo
from healthtui.tree.history import open_history
from healthtui.tree.working import open_working_tree

Configure = Callable[..., str]
Write = Callable[[Path, dict[str, str]], None]
Commit = Callable[[Path], str]
MISSING = "0123456789012345678901234567890123456789"


@dataclass(frozen=True)
class Way:
    """`settings` are set to the script; `command` makes plain git run it. `prepare` does what else is needed."""

    settings: tuple[str, ...]
    command: tuple[str, ...]
    attributes: str = ""
    prepare: Callable[[Path, Configure], object] = lambda repo, git: None


def _included(repo: Path, git: Configure) -> None:
    script = git(repo, "config", "filter.evil.clean").strip()
    git(repo, "config", "--unset", "filter.evil.clean")
    (repo / ".git/more").write_text(f'[filter "evil"]\n\tclean = {script}\n')
    git(repo, "config", "include.path", "more")


def _of_work_tree(repo: Path, git: Configure) -> None:
    script = git(repo, "config", "filter.evil.clean").strip()
    git(repo, "config", "--unset", "filter.evil.clean")
    git(repo, "config", "extensions.worktreeConfig", "true")
    git(repo, "config", "--worktree", "filter.evil.clean", script)


def _hooks(repo: Path, git: Configure) -> None:
    script = git(repo, "config", "core.hooksPath").strip()
    hooks = repo / ".git/evil-hooks"
    hooks.mkdir()
    (hooks / "post-index-change").symlink_to(script)
    git(repo, "config", "core.hooksPath", str(hooks))


def _plain_hooks(repo: Path, git: Configure) -> None:
    script = git(repo, "config", "x.script").strip()
    (repo / ".git/hooks").mkdir(exist_ok=True)
    (repo / ".git/hooks/post-index-change").symlink_to(script)


def _promisor(repo: Path, git: Configure, url: str = "ssh://host.invalid/x") -> None:
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": url,
        "protocol.allow": "always",
        "protocol.ssh.allow": "always",
        "protocol.file.allow": "always",
    }.items():
        git(repo, "config", key, value)
    lost = git(repo, "rev-parse", "HEAD:a.ts").strip()
    (repo / ".git/objects" / lost[:2] / lost[2:]).unlink()


def _alternates(repo: Path, git: Configure) -> None:
    other = repo.parent / "other"
    git(repo.parent, "clone", "-q", str(repo), str(other))
    (repo / ".git/objects/info").mkdir(exist_ok=True)
    (repo / ".git/objects/info/alternates").write_text(f"{other}/.git/objects\n")


def _signed(repo: Path, git: Configure) -> None:
    head = git(repo, "cat-file", "commit", "HEAD")
    people, _, message = head.partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    (repo / ".git/signed").write_text(f"{people}\n{signature}\n\n{message}")
    commit = git(repo, "hash-object", "-t", "commit", "-w", ".git/signed").strip()
    git(repo, "update-ref", "HEAD", commit)
    git(repo, "config", "log.showSignature", "true")


WAYS = {
    "file system monitor": Way(("core.fsmonitor",), ("ls-files",)),
    "filter clean": Way(("filter.evil.clean",), ("status",), "filter=evil"),
    "filter with dots": Way(("filter.e.v.il.clean",), ("status",), "filter=e.v.il"),
    "filter of an included file": Way(("filter.evil.clean",), ("status",), "filter=evil", _included),
    "filter of the work tree's settings": Way(("filter.evil.clean",), ("status",), "filter=evil", _of_work_tree),
    "filter process": Way(("filter.evil.process",), ("status",), "filter=evil"),
    "filter smudge": Way(("filter.evil.smudge",), ("cat-file", "--filters", "HEAD:a.ts"), "filter=evil"),
    "diff driver": Way(("diff.evil.command",), ("diff",), "diff=evil"),
    "diff text conversion": Way(("diff.evil.textconv",), ("log", "-p"), "diff=evil"),
    "external diff": Way(("diff.external",), ("diff",)),
    "hooks path": Way(("core.hooksPath",), ("update-index", "--force-write-index"), "", _hooks),
    "hooks": Way(("x.script",), ("update-index", "--force-write-index"), "", _plain_hooks),
    "lazy fetch by ssh": Way(("core.sshCommand",), ("cat-file", "-p", MISSING), "", _promisor),
    "lazy fetch by upload-pack": Way(
        ("remote.origin.uploadpack",),
        ("cat-file", "-p", MISSING),
        prepare=lambda repo, git: _promisor(repo, git, str(repo)),
    ),
    "alternate refs": Way(("core.alternateRefsCommand",), ("rev-list", "--alternate-refs"), "", _alternates),
    "signatures": Way(("gpg.program",), ("log",), "", _signed),
    "pager": Way(("core.pager",), ("log",)),
}


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "fired"


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def armed(
    request: pytest.FixtureRequest,
    repo: Path,
    write: Write,
    commit_all: Commit,
    plain_git: Configure,
    tmp_path: Path,
    mark: Path,
) -> tuple[Path, Way]:
    way: Way = request.param
    write(repo, {"a.ts": "one\n", "b.ts": "x\n", ".gitignore": "dist/\n", "package.json": "{}"})
    commit_all(repo)
    write(repo, {"a.ts": "two\n", ".gitattributes": f"*.ts {way.attributes}\n" if way.attributes else ""})
    commit_all(repo)
    script = tmp_path / "script"
    script.write_text(f'#!/bin/sh\ntouch "{mark}"\ntimeout 1 cat "$@" 2>/dev/null\nexit 0\n')
    script.chmod(0o755)
    for setting in way.settings:
        plain_git(repo, "config", setting, str(script))
    way.prepare(repo, plain_git)
    write(repo, {"a.ts": "three\n"})
    os.utime(repo / "b.ts")
    mark.unlink(missing_ok=True)
    return repo, way


def run_on_a_terminal(repo: Path, command: tuple[str, ...], environment: dict[str, str]) -> None:
    """With a terminal as output, since git pages only then."""
    ours, theirs = pty.openpty()
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            ["git", *command],
            cwd=repo,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            timeout=10,
            check=False,
        )
    os.close(ours)
    os.close(theirs)


def test_plain_git_runs_it(armed: tuple[Path, Way], mark: Path) -> None:
    repo, way = armed
    run_on_a_terminal(repo, way.command, {**os.environ, "TERM": "xterm", "PAGER": "cat"})
    assert mark.exists()


def test_the_environment_alone_disarms_it(armed: tuple[Path, Way], mark: Path) -> None:
    repo, way = armed
    run_on_a_terminal(repo, way.command, {**harden_environment(repo), "TERM": "xterm"})
    assert not mark.exists()


def test_nothing_that_the_trees_do_runs_it(armed: tuple[Path, Way], mark: Path) -> None:
    repo, _ = armed
    tree = open_working_tree(repo)
    for entry in tree.entries():
        tree.entry(entry.path)
        tree.read(entry.path)
    assert tree.repository().is_dirty
    os.utime(repo / "a.ts", (1, 1))
    tree.repository()
    tree.is_pruned("dist", "dist")
    with contextlib.suppress(TreeError), open_commit_tree(repo, "HEAD") as commit:
        commit.repository()
        list(commit.read_many([entry.path for entry in commit.entries()]))
    with contextlib.suppress(TreeError), open_history(repo, commit.commit) as history:
        brought = history.versions(history.commits())
        list(history.contents([blob for versions in brought.values() for _, blob in versions], 1 << 20))
    with pytest.raises(TreeError):
        open_commit_tree(repo, MISSING)
    assert not mark.exists()


def test_every_command_of_the_list_is_safe_even_in_a_plain_environment(
    armed: tuple[Path, Way], mark: Path, request: pytest.FixtureRequest
) -> None:
    """The list is the real defence: the configuration can change after it was looked at."""
    repo, way = armed
    named = {"core.fsmonitor", "core.sshCommand", "remote.origin.uploadpack"}
    if named.intersection(way.settings):
        pytest.skip("held off by the environment, under a fixed name")
    git = Git(repo, "git", dict(os.environ))
    for command in Plumbing:
        with contextlib.suppress(GitError):
            if command is not Plumbing.BLOBS:
                git.run(command, "HEAD" if "{}" in command.value else "")
    assert not mark.exists()


def test_gitpython_is_disarmed_too(armed: tuple[Path, Way], mark: Path) -> None:
    repo, _ = armed
    opened = open_repo(repo)
    looks: tuple[Callable[[], object], ...] = (
        lambda: list(opened.iter_commits(max_count=5)),
        lambda: opened.head.commit.message,
        lambda: list(opened.index.entries),
        lambda: opened.untracked_files,
        opened.is_dirty,
        lambda: opened.head.commit.tree["a.ts"].data_stream.read(),
    )
    for look in looks:
        with contextlib.suppress(Exception):
            look()
    opened.close()
    assert not mark.exists()
