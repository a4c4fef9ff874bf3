"""Git, safe in a repository that nobody has vetted: a closed list of commands, and an environment that disarms it.

A repository's own `.git/config` and `.gitattributes` can name programs that git runs: file system monitors, content
filters, diff drivers, hooks, transports. The commands below compare no contents and so need none of them; the
environment switches each one off as well, also for GitPython.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from healthtui.tree.base import TreeError

if TYPE_CHECKING:
    import git

SECONDS = 30
OPERAND = "{}"


class GitError(TreeError):
    """Git is missing, refuses, or fails; the message is fit to be shown."""


class NoRepositoryError(GitError):
    """The folder is in no git repository."""


class Plumbing(Enum):
    """Every command that is ever run, word for word. At `{}` an operand stands, never an option."""

    VERSION = ("version",)
    TOPLEVEL = ("rev-parse", "--show-toplevel")
    EXCLUDE_FILE = ("rev-parse", "--path-format=absolute", "--git-path", "info/exclude")
    INDEX_FILE = ("rev-parse", "--path-format=absolute", "--git-path", "index")
    RESOLVE = ("rev-parse", "--verify", "--quiet", OPERAND)
    BRANCH = ("symbolic-ref", "--quiet", "--short", "HEAD")
    TRACKED = ("ls-files", "-z")
    UNTRACKED = ("ls-files", "-o", "--exclude-standard", "--exclude=node_modules/", "-z")
    INDEX = ("ls-files", "-s", "-t", "-z")
    TREE = ("ls-tree", "-r", "-z", OPERAND)
    TREE_WITH_SIZES = ("ls-tree", "-r", "-z", "-l", OPERAND)
    BLOBS = ("cat-file", "--batch")
    DRIVERS = ("config", "-z", "--name-only", "--get-regexp", OPERAND)
    EXCLUDES_SETTING = ("config", "-z", "--type=path", "--get", "core.excludesFile")
    COMMITS = ("rev-list", OPERAND)
    IS_SHALLOW = ("rev-parse", "--is-shallow-repository")
    CHANGES = ("diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "--no-renames", "--full-index", "-z")

    def arguments(self, operand: str = "") -> list[str]:
        if operand.startswith("-") or "\0" in operand or bool(operand) != (OPERAND in self.value):
            raise GitError(f"not an operand for git {self.value[0]}: {operand!r}")
        return [operand if word == OPERAND else word for word in self.value]


# Settings that can name a program, and what disarms each. Settings in the environment win over every file.
_DISARMED = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "core.sshCommand": "false",
    "core.gitProxy": "false",
    "core.askPass": "true",
    "core.pager": "cat",
    "core.editor": "false",
    "core.alternateRefsCommand": "true",
    "credential.helper": "",
    "diff.external": "",
    "log.showSignature": "false",
    "gpg.program": "false",
    "gpg.ssh.program": "false",
    "gpg.x509.program": "false",
}
# Drivers have names of the repository's choice, so they are looked up.
_DRIVER_SETTINGS = r"^(filter|diff|merge)\..*\.(clean|smudge|process|required|textconv|command|driver)$"
_SWITCHES = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # `protocol.ssh.allow` of a repository beats `protocol.allow`, but not this
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",  # messages are told apart by their text
}
# What the user's own environment may still say; GIT_DIR, GIT_INDEX_FILE and the like of a running hook would mislead.
_INHERITED = ("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH", "GIT_CONFIG_")


@dataclass(frozen=True)
class Git:
    """Git in one folder, under one environment."""

    folder: Path
    executable: str
    environment: dict[str, str]

    def run(self, command: Plumbing, operand: str = "", given: bytes = b"") -> bytes:
        """What the command prints, when it is given some input. Raises `GitError`."""
        arguments = [self.executable, *command.arguments(operand)]
        try:
            done = subprocess.run(
                arguments,
                cwd=self.folder,
                env=self.environment,
                input=given,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise GitError(f"git {arguments[1]} took longer than {SECONDS} s") from None
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None
        if done.returncode:
            raise _failure(arguments[1], done.stderr)
        return done.stdout

    def run_line(self, command: Plumbing, operand: str = "") -> str:
        """The one value that the command prints, or "" where it fails because there is none."""
        try:
            return os.fsdecode(self.run(command, operand).rstrip(b"\0").removesuffix(b"\n"))
        except GitError:
            return ""

    def start(self, command: Plumbing) -> subprocess.Popen[bytes]:
        """A command that answers for as long as it is asked. Raises `GitError`."""
        arguments = [self.executable, *command.arguments()]
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(
                arguments, cwd=self.folder, env=self.environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise GitError(f"git cannot be run: {error.strerror}") from None


def open_git(folder: Path) -> Git:
    """Raises `GitError` when git is not installed."""
    return Git(folder, _executable(folder), harden_environment(folder))


def open_repo(folder: Path) -> git.Repo:
    """GitPython on the repository around the folder, disarmed likewise. Raises `GitError`."""
    import git

    try:
        repo = git.Repo(folder, search_parent_directories=True)
    except (git.GitError, OSError, ValueError) as error:
        raise NoRepositoryError(f"no repository: {error}") from None
    repo.git.update_environment(**harden_environment(folder))
    return repo


def harden_environment(root: Path) -> dict[str, str]:
    """The environment under which git may run in `root`. Raises `GitError` when git is not installed."""
    kept = (name for name in os.environ if not name.startswith("GIT_") or name.startswith(_INHERITED))
    plain = {name: os.environ[name] for name in kept}
    environment = _with_settings({**plain, **_SWITCHES}, _DISARMED)
    listing = Git(root, _executable(root), environment).run_line(Plumbing.DRIVERS, _DRIVER_SETTINGS)
    drivers = {name: "false" if name.endswith(".required") else "" for name in listing.split("\0") if name}
    return _with_settings(environment, drivers)


def records(output: bytes) -> list[bytes]:
    """The records of an output that ends each one with NUL."""
    return output.split(b"\0")[:-1]


def _with_settings(environment: dict[str, str], settings: dict[str, str]) -> dict[str, str]:
    given = environment.get("GIT_CONFIG_COUNT", "0")
    count = int(given) if given.isascii() and given.isdigit() else 0
    added = dict(environment)
    for number, (key, value) in enumerate(settings.items(), count):
        added[f"GIT_CONFIG_KEY_{number}"] = key
        added[f"GIT_CONFIG_VALUE_{number}"] = value
    added["GIT_CONFIG_COUNT"] = str(count + len(settings))
    return added


def _executable(root: Path) -> str:
    """Git by its full path, never one that lies in the watched folder or is found through a relative PATH."""
    found = shutil.which("git", path=os.pathsep.join(_trusted_folders(root)))
    if found is None or not Path(found).is_absolute():
        raise GitError("git is not installed")
    return found


def _trusted_folders(root: Path) -> Iterable[str]:
    for folder in os.get_exec_path():
        if Path(folder).is_absolute() and not Path(folder).is_relative_to(root):
            yield folder


def _failure(command: str, message: bytes) -> GitError:
    text = "".join(letter if letter.isprintable() else " " for letter in message.decode("utf-8", "replace"))
    if "not a git repository" in text:
        return NoRepositoryError("not a git repository")
    if "dubious ownership" in text:
        return GitError("git refuses this repository: it belongs to another user (see safe.directory in git's manual)")
    return GitError(f"git {command} failed: {text.strip().removeprefix('fatal: ')[:200]}")
